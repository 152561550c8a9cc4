package org.failback.lync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.failback.step.Answer;

/** The runner's JSON, back from an answer's text. */
final class AnswerText {
    private final ObjectMapper json;

    AnswerText(ObjectMapper json) {
        this.json = json;
    }

    JsonNode read(Answer answer) {
        try {
            return json.readTree(answer.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the runner's answer: " + answer.text(), e);
        }
    }
}
