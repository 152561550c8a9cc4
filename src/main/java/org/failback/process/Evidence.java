package org.failback.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a person sees before deciding, by the names that the forms use; the hash covers all of it. */
record Evidence(Map<String, Object> shown) {
    /** The whole as JSON, with {@code hash} beside what is shown. */
    String json(ObjectMapper mapper) {
        try {
            Map<String, Object> whole = new LinkedHashMap<>(shown);
            whole.put("hash", sha256(mapper.writeValueAsString(shown)));
            return mapper.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
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
