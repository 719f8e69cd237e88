package dev.bouncer.contract;

import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Writing: absent fields are left out, times are RFC 3339. */
final class Json {
    private Json() {}

    static byte[] bytes(JsonNode json) {
        try {
            return JsonObject.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            // Texts are checked to be well-formed where they come in: nothing else can fail here.
            throw new IllegalStateException("cannot write JSON", e);
        }
    }

    static void putText(ObjectNode json, String field, @Nullable String text) {
        if (text != null) json.put(field, text);
    }

    static void putTime(ObjectNode json, String field, @Nullable Instant time) {
        if (time != null) json.put(field, Times.format(time));
    }

    static void putSubject(ObjectNode json, SubjectKey key) {
        json.put("app", key.app());
        json.putObject("subject").put("kind", key.subject().kind().wireName()).put("id", key.subject().id());
    }
}
