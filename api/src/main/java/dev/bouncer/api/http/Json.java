package dev.bouncer.api.http;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.Times;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** JSON as it is answered. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Adds a text, unless there is none. */
    public static void putText(ObjectNode json, String field, @Nullable String text) {
        if (text != null) json.put(field, text);
    }

    /** Adds a time, unless there is none. */
    public static void putTime(ObjectNode json, String field, @Nullable Instant time) {
        if (time != null) json.put(field, Times.format(time));
    }

    /** The object in UTF-8; what cannot be written so, a lone surrogate in an echoed value, becomes a question mark. */
    public static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can always be written", e);
        }
    }

    /** The object in visible ASCII and spaces, all else escaped, so that it may stand in a header. */
    public static String ascii(ObjectNode json) {
        try {
            // JSON counts DEL as visible.
            return MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(json).replace("\u007f",
                    "\\u007f");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can always be written", e);
        }
    }

    /** Answers 200 with the object. */
    public static void answer(Context context, ObjectNode json) {
        answer(context, bytes(json));
    }

    /** Answers 200 with JSON that is written already. */
    public static void answer(Context context, byte[] json) {
        context.status(200).contentType("application/json").result(json);
    }
}
