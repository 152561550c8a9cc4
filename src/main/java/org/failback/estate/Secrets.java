package org.failback.estate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches passwords from where configuration says they lie, at the moment of use. Nothing keeps them, and no message,
 * log line or {@code toString} of this room ever holds one.
 */
public final class Secrets {
    static final String ALLOWED =
            "a reference to a secret: env:NAME for an environment variable, or file:/path for a file that holds nothing else";

    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    private final Map<String, String> environment;

    public Secrets() {
        this(System.getenv());
    }

    Secrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The password of this account, without the line break at a file's end.
     *
     * @throws MissingSecret when the reference leads nowhere any more
     */
    public String password(Credential credential) {
        String reference = credential.passwordFrom();
        Optional<String> objection = objection(reference);
        if (objection.isPresent()) {
            throw new MissingSecret("The password of " + credential.user() + " cannot be fetched: its reference "
                    + objection.get() + ". Put the secret back where the configuration says it lies.");
        }
        return value(reference).orElseThrow();
    }

    /** What is wrong with a reference, as the part of a sentence after its name; empty where it leads to a secret. */
    Optional<String> objection(String reference) {
        if (reference.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
            return value(reference).isPresent()
                    ? Optional.empty()
                    : Optional.of("names the environment variable " + reference.substring(ENVIRONMENT.length())
                            + ", which is not set or empty");
        }
        if (!isFile(reference)) {
            return Optional.of("is not a reference (what it is instead is not shown)");
        }
        return value(reference).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "names the file " + reference.substring(FILE.length()) + ", which cannot be read or is empty");
    }

    private Optional<String> value(String reference) {
        return (reference.startsWith(ENVIRONMENT)
                        ? Optional.ofNullable(environment.get(reference.substring(ENVIRONMENT.length())))
                        : content(Path.of(reference.substring(FILE.length()))))
                .filter(secret -> !secret.isEmpty());
    }

    private static boolean isFile(String reference) {
        try {
            return reference.startsWith(FILE)
                    && Path.of(reference.substring(FILE.length())).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file).replaceFirst("\\R\\z", ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
