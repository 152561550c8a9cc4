package org.failback.step;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Every step in the order in which the process would take them, the way back last. */
public record Plan(List<Step> steps) {
    /** SHA-256 over every command of every step as it reads without a single fact known. */
    public String hash() {
        StringBuilder all = new StringBuilder();
        steps.forEach(step -> all.append(hashOf(step, Facts.none())).append('\n'));
        return sha256(all.toString());
    }

    /** SHA-256 over the commands of one step as these facts render them. */
    public static String hashOf(Step step, Facts facts) {
        StringBuilder text = new StringBuilder(step.name()).append('\n');
        for (Command command : step.commands(facts)) {
            text.append(command.canonical()).append('\n');
        }
        return sha256(text.toString());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
