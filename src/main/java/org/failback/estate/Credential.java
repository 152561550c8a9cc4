package org.failback.estate;

/**
 * A user and where his password lies; never the password itself.
 *
 * @param user login name; {@code DOMAIN\name} for Windows accounts
 * @param passwordFrom {@code env:NAME} or {@code file:/path}
 */
public record Credential(String user, String passwordFrom) {}
