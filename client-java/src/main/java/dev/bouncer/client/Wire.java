package dev.bouncer.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** How values are written in requests and read from answers. */
final class Wire {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Wire() {}

    static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A part of a path or a query, escaped once, slashes too. */
    static String escaped(String text) {
        // Java encodes for forms, where a space is a plus; and would resolve an id of dots as a folder.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
    }

    static void requireLength(@Nullable Duration length) {
        if (length != null && length.toSeconds() < 1)
            throw new IllegalArgumentException("length: expected a second or more, got " + length);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) json.put(field, value.toString());
    }

    static void put(ObjectNode json, String field, @Nullable Duration length) {
        if (length != null) json.put(field, length.toSeconds() + "s");
    }

    static ObjectNode json(Subject subject) {
        return object().put("kind", subject.kind().wireName()).put("id", subject.id());
    }

    /** @throws IllegalArgumentException if it is none */
    static JsonNode parse(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.isObject()) return json;
        } catch (JsonProcessingException e) {
            // What was answered need not be fit for a log.
        }
        throw new IllegalArgumentException("expected a JSON object");
    }

    static @Nullable String text(JsonNode json, String field) {
        return json.path(field).textValue();
    }

    static String requiredText(JsonNode json, String field) {
        String text = text(json, field);
        if (text == null) throw new IllegalArgumentException(field + ": expected a text");
        return text;
    }

    static @Nullable Instant time(JsonNode json, String field) {
        String text = text(json, field);
        return text == null ? null : Instant.parse(text);
    }

    static Instant requiredTime(JsonNode json, String field) {
        return Instant.parse(requiredText(json, field));
    }

    static @Nullable UUID uuid(JsonNode json, String field) {
        String text = text(json, field);
        return text == null ? null : UUID.fromString(text);
    }

    static UUID requiredUuid(JsonNode json, String field) {
        return UUID.fromString(requiredText(json, field));
    }

    static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
