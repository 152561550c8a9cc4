package org.failback.access;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Makes passwords that are random, fit the engine's policy, and can be read aloud and typed. */
final class Passwords {
    private static final String UPPER = "BCDFGHJKLMNPQRSTVWXZ";
    private static final String LOWER = "bcdfghjkmnpqrstvwxz";
    private static final String DIGITS = "23456789";

    private final SecureRandom random = new SecureRandom();

    /** For example {@code Kvtr-mzpk-48273}; about 50 bits. */
    String next() {
        return some(UPPER, 1) + some(LOWER, 3) + "-" + some(LOWER, 4) + "-" + some(DIGITS, 5);
    }

    private String some(String alphabet, int count) {
        return random.ints(count, 0, alphabet.length())
                .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                .collect(Collectors.joining());
    }
}
