package dev.bouncer.api.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document as tests ask it. Thread-safe. */
public final class Described {
    static final ObjectNode DOCUMENT = ApiDescription.read();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "patch", "trace");

    /** An operation of the document, with its path as it stands there. */
    record Operation(String method, String path, JsonNode json) {
        String id() {
            return json.path("operationId").textValue();
        }

        @Nullable
        JsonNode response(int status) {
            return json.path("responses").get(Integer.toString(status));
        }
    }

    private Described() {}

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            if (!METHODS.contains(method.getKey())) return;
            operations.add(
                    new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
        }));
        return operations;
    }

    /** What a reference leads to; what is none leads to itself. */
    static JsonNode resolved(JsonNode node) {
        JsonNode target = node;
        while (target.has("$ref")) {
            String reference = target.path("$ref").textValue();
            target = DOCUMENT.at(reference.substring(1));
            if (target.isMissingNode()) throw new AssertionError("leads nowhere: " + reference);
        }
        return target;
    }

    /** What is wrong with a value, by a schema of the document; empty: nothing. */
    static List<String> errors(JsonNode schema, String json) {
        Schema compiled = COMPILED.computeIfAbsent(schema.toString(), _ -> {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.putArray("allOf").add(schema);
            whole.set("components", DOCUMENT.path("components"));
            return SCHEMAS.getSchema(whole.toString(), InputFormat.JSON);
        });
        return compiled.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    /** The schemas of problems by their types. */
    static Map<String, JsonNode> problems() {
        Map<String, JsonNode> problems = new TreeMap<>();
        DOCUMENT.path("components").path("schemas").forEach(schema -> {
            JsonNode type = schema.path("properties").path("type").path("const");
            if (type.isTextual()) problems.put(type.textValue(), schema);
        });
        return problems;
    }

    static JsonNode problem(String type) {
        return Objects.requireNonNull(problems().get(type), type);
    }

    /** The status of a problem, by its schema. */
    static String status(JsonNode problem) {
        return problem.path("properties").path("status").path("const").asText();
    }

    /** The types of the problems that a schema stands for. */
    static Set<String> problemTypes(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        JsonNode choice = schema.path("oneOf");
        for (JsonNode one : choice.isArray() ? choice : JsonNodeFactory.instance.arrayNode().add(schema)) {
            types.add(resolved(one).path("properties").path("type").path("const").textValue());
        }
        return types;
    }

    /** Looks at every object of the document, with where it stands. */
    static void walk(JsonNode node, String at, BiConsumer<String, JsonNode> look) {
        if (node.isObject()) {
            look.accept(at, node);
            node.properties().forEach(field -> walk(field.getValue(), at + '/' + field.getKey(), look));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), at + '/' + i, look);
            }
        }
    }
}
