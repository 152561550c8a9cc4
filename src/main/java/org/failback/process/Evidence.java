package org.failback.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a person sees before deciding: a few sentences and tables. The hash covers all of it.
 *
 * @param rehearsal a sentence that says so; empty on a real estate
 * @param heading what is to be decided
 * @param warning where one must stop and think; empty where there is nothing
 * @param tables rows by table name, each row column to cell
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Evidence(String rehearsal, String heading, String warning, Map<String, List<Map<String, String>>> tables) {

    /** The whole as JSON, one property a table, with {@code hash} beside them. */
    String json(ObjectMapper mapper) {
        var node = mapper.createObjectNode();
        node.put("rehearsal", rehearsal);
        node.put("heading", heading);
        node.put("warning", warning);
        tables.forEach((name, rows) -> node.set(name, mapper.valueToTree(rows)));
        try {
            node.put("hash", sha256(mapper.writeValueAsString(node)));
            return mapper.writeValueAsString(node);
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
