package org.failback.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A password by reference: {@code env:NAME} or {@code file:/path}. */
final class Secret {
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    private final String property;
    private final String reference;

    /** @param property what the operator has to mend when the reference leads nowhere */
    Secret(String property, String reference) {
        this.property = property;
        this.reference = reference;
    }

    /** @throws AccessNotConfigured when there is nothing where the reference points */
    String read(UnaryOperator<String> environment) {
        String value = reference.startsWith(ENVIRONMENT)
                ? environment.apply(reference.substring(ENVIRONMENT.length()))
                : reference.startsWith(FILE) ? file(reference.substring(FILE.length())) : wrongForm();
        if (value == null || value.isBlank()) {
            throw new AccessNotConfigured(
                    property + " is \"" + reference + "\", but nothing is there; put the password there.");
        }
        return value;
    }

    private String file(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new AccessNotConfigured(property + " is \"" + reference + "\", but this file cannot be read ("
                    + e.getClass().getSimpleName() + "); name a readable file.");
        }
    }

    /** The value is left out: it may be the password itself, put here by mistake. */
    private String wrongForm() {
        throw new AccessNotConfigured(
                property + " does not say where the password lies; allowed are env:NAME and file:/path.");
    }
}
