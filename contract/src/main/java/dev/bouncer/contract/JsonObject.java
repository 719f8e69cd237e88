package dev.bouncer.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it is read: each getter names the field, what was expected and what was there. A JSON null counts as
 * absent. Immutable as long as nobody changes the node it wraps.
 */
public final class JsonObject {
    private static final int MAX_DEPTH = 32;

    /** The one mapper: refuses duplicate fields and anything behind the value; writes UTF-8 and no needless escapes. */
    static final ObjectMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

    private final String path;
    private final ObjectNode node;

    private JsonObject(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException if the bytes are no JSON object in UTF-8
     */
    public static JsonObject parse(byte[] json) {
        return of(tree(json));
    }

    /**
     * Reads objects that follow each other, with white space or nothing between.
     *
     * @return none where there is only white space
     * @throws IllegalArgumentException if there is anything else
     */
    public static List<JsonObject> parseSequence(byte[] json) {
        List<JsonObject> objects = new ArrayList<>();
        // Not by a MappingIterator: it takes an array at the beginning for the sequence, and ignores what follows it.
        ObjectReader one = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = MAPPER.createParser(utf8(json))) {
            while (parser.nextToken() != null)
                objects.add(of(object((JsonNode) one.readTree(parser))));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text can always be read", e);
        }
        return objects;
    }

    static ObjectNode tree(byte[] json) {
        try {
            return object(MAPPER.readTree(utf8(json)));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private static ObjectNode object(JsonNode tree) {
        if (tree instanceof ObjectNode object) return object;
        throw new IllegalArgumentException("expected a JSON object, got " + describe(tree));
    }

    // Given bytes, the parser would take UTF-16 and UTF-32 too, and let ill-formed UTF-8 pass.
    private static String utf8(byte[] json) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("expected a JSON object in UTF-8, got other bytes", e);
        }
    }

    private static IllegalArgumentException malformed(JsonProcessingException e) {
        return new IllegalArgumentException("expected a JSON object, got malformed JSON: " + where(e), e);
    }

    /** The field's name with those of the objects it stands in. */
    String path(String field) {
        return path + field;
    }

    static JsonObject of(ObjectNode node) {
        return new JsonObject("", node);
    }

    private static String where(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return e.getLocation() == null
                ? message
                : message + " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /**
     * Refuses what nobody asked for, so that a misspelt field is not silently ignored.
     *
     * @throws IllegalArgumentException if there is any other field
     */
    public void requireOnly(Set<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown field " + Text.quote(path + name) + ": expected only "
                        + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    /** The field, whatever it is, or null where it is absent. */
    public @Nullable JsonNode optionalValue(String field) {
        return node.hasNonNull(field) ? node.get(field) : null;
    }

    /** The fields that are texts, by their names. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            if (field.getValue().isTextual()) texts.put(field.getKey(), field.getValue().textValue());
        });
        return texts;
    }

    /** The text of the field, or null where it is absent. */
    public @Nullable String optionalText(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) return null;
        if (!value.isTextual()) throw wrong(field, "a text", value);
        return value.textValue();
    }

    /** The text of the field. */
    public String text(String field) {
        return required(field, "a text", optionalText(field));
    }

    /** The time of the field, or null where it is absent. */
    public @Nullable Instant optionalTime(String field) {
        String text = optionalText(field);
        if (text == null) return null;
        try {
            return Times.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + field + ": " + e.getMessage(), e);
        }
    }

    /** The time of the field. */
    public Instant time(String field) {
        return required(field, "an RFC 3339 time", optionalTime(field));
    }

    /** The UUID of the field, or null where it is absent. */
    public @Nullable UUID optionalUuid(String field) {
        String text = optionalText(field);
        return text == null ? null : uuid(field, text);
    }

    /** The UUIDs of the field, an array; none where it is absent. */
    List<UUID> optionalUuids(String field) {
        return items(field, "an array of UUIDs", JsonNode::isTextual).stream()
                .map(item -> uuid(field, item.textValue())).toList();
    }

    /** The texts of the field, an array; none where it is absent. */
    public List<String> optionalTexts(String field) {
        return items(field, "an array of texts", JsonNode::isTextual).stream().map(JsonNode::textValue).toList();
    }

    /** The objects of the field, an array; none where it is absent. */
    public List<JsonObject> optionalObjects(String field) {
        return items(field, "an array of objects", JsonNode::isObject).stream()
                .map(item -> new JsonObject(path + field + '.', (ObjectNode) item)).toList();
    }

    private List<JsonNode> items(String field, String expected, Predicate<JsonNode> isOne) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) return List.of();
        if (!value.isArray()) throw wrong(field, expected, value);
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode item : value) {
            if (!isOne.test(item)) throw wrong(field, expected, item);
            items.add(item);
        }
        return items;
    }

    private UUID uuid(String field, String text) {
        // UUID.fromString takes shortened groups; one id must have one spelling only.
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) return uuid;
        } catch (IllegalArgumentException e) {
            // falls through to the one error there is for it
        }
        throw new IllegalArgumentException(path + field + ": expected a UUID, got " + Text.quote(text));
    }

    /** The UUID of the field. */
    public UUID uuid(String field) {
        return required(field, "a UUID", optionalUuid(field));
    }

    /** The integer of the field. */
    public long integer(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) throw missing(field, "an integer");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) throw wrong(field, "an integer", value);
        return value.longValue();
    }

    /** The integer of the field, which is not negative. */
    long natural(String field) {
        long value = integer(field);
        if (value < 0) throw new IllegalArgumentException(path(field) + ": expected 0 or more, got " + value);
        return value;
    }

    /** The integers of the field, an array. */
    List<Long> integers(String field) {
        if (!node.hasNonNull(field)) throw missing(field, "an array of integers");
        return items(field, "an array of integers", item -> item.isIntegralNumber() && item.canConvertToLong())
                .stream().map(JsonNode::longValue).toList();
    }

    /** The integers of 32 bits in the field, an object, by their names there; null where it is absent. */
    @Nullable
    Map<String, Integer> optionalIntegersByName(String field) {
        JsonObject object = optionalObject(field);
        if (object == null) return null;
        Map<String, Integer> integers = new LinkedHashMap<>();
        object.node.fieldNames().forEachRemaining(name -> integers.put(name, object.int32(name)));
        return integers;
    }

    /** The truth value of the field. */
    boolean bool(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) throw missing(field, "true or false");
        if (!value.isBoolean()) throw wrong(field, "true or false", value);
        return value.booleanValue();
    }

    int int32(String field) {
        long value = integer(field);
        if ((int) value != value)
            throw new IllegalArgumentException(path(field) + ": expected an integer of 32 bits, got " + value);
        return (int) value;
    }

    /** The object of the field, or null where it is absent. */
    public @Nullable JsonObject optionalObject(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) return null;
        if (!(value instanceof ObjectNode object)) throw wrong(field, "an object", value);
        return new JsonObject(path + field + '.', object);
    }

    /** The object of the field. */
    public JsonObject object(String field) {
        return required(field, "an object", optionalObject(field));
    }

    /** The subject of the field {@code subject}, of the given app. */
    public SubjectKey subject(String app) {
        JsonObject subject = object("subject");
        return SubjectKey.of(app, SubjectKind.ofWireName(subject.text("kind")), subject.text("id"));
    }

    private <T> T required(String field, String expected, @Nullable T value) {
        if (value == null) throw missing(field, expected);
        return value;
    }

    private IllegalArgumentException missing(String field, String expected) {
        return new IllegalArgumentException(path + field + ": expected " + expected + ", got none");
    }

    private IllegalArgumentException wrong(String field, String expected, JsonNode value) {
        return new IllegalArgumentException(path + field + ": expected " + expected + ", got " + describe(value));
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL -> "null";
            case MISSING -> "nothing";
            case STRING -> "the text " + Text.quote(value.textValue());
            case BINARY, BOOLEAN, NUMBER, POJO -> Text.quote(value.toString());
        };
    }
}
