package org.failback.lab.winrm;

import java.util.Optional;

/** The accounts an endpoint knows. */
@FunctionalInterface
public interface Accounts {
    /** The password of an account written as {@code name} or {@code DOMAIN\name}; empty for an unknown one. */
    Optional<String> passwordOf(String account);
}
