package dev.bouncer.api.description;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bouncer.api.description.Described.Operation;

/**
 * Compares answers with the OpenAPI document, and keeps in mind which of those described have been seen in this JVM: those
 * that an operation describes itself at that operation, those that are shared anywhere. Thread-safe.
 */
public final class DescribedAnswers {
    /** A request and its answer. */
    public record Exchange(String method, String target, String said, int status, String mediaType, String body) {}

    private record Route(Operation operation, Pattern paths, long literals) {}

    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();
    private static final List<Route> ROUTES = Described.operations().stream().map(DescribedAnswers::route)
            .sorted(Comparator.comparingLong(Route::literals).reversed()).toList();

    private DescribedAnswers() {}

    private static Route route(Operation operation) {
        // Javalin lets these alone hold slashes.
        String paths = operation.path().replaceFirst("\\{kind}/\\{id}$", "{kind}/.+").replaceFirst("\\{anything}$",
                ".*").replaceAll("\\{[a-z_]+}", "[^/]+");
        long literals = List.of(operation.path().split("/", -1)).stream().filter(part -> !part.startsWith("{")).count();
        return new Route(operation, Pattern.compile(paths), literals);
    }

    /** @throws AssertionError if the document says otherwise */
    public static void check(Exchange exchange) {
        if (json(exchange).path("type").asText().equals("about:blank")) return;
        String path = exchange.target().replaceFirst("\\?.*", "");
        List<Route> there = ROUTES.stream().filter(route -> route.paths().matcher(path).matches()).toList();
        // HEAD is as GET, and OpenAPI 3.1 has no word for QUERY.
        String method = exchange.method().replaceFirst("^(HEAD|QUERY)$", "GET");
        Optional<Operation> operation = there.stream().map(Route::operation)
                .filter(one -> one.method().equals(method)).findFirst();
        if (operation.isPresent()) {
            described(exchange, operation.get());
        } else if (isProblem(exchange)) {
            seen("*", json(exchange).path("type").asText());
        } else if (exchange.status() == 200 && !path.startsWith("/test/")) {
            throw wrong(exchange, "succeeds, and is not described");
        }
    }

    private static void described(Exchange exchange, Operation operation) {
        JsonNode response = operation.response(exchange.status());
        if (response == null) throw wrong(exchange, "has a status that is not described");
        JsonNode content = Described.resolved(response).path("content");
        if (exchange.status() == 200) {
            seen(operation.id(), "200");
            requireDescribed(exchange, operation);
        }
        if (exchange.method().equals("HEAD")) return;
        String name = response.has("$ref") ? "*" : operation.id();
        if (exchange.body().isEmpty()) {
            // Where the form depends on a header, none is a form too.
            if (!content.isMissingNode() && isProblem(exchange)) throw wrong(exchange, "has no body");
            seen(name(name, response, exchange), "");
            return;
        }
        JsonNode form = content.get(exchange.mediaType());
        if (form == null) throw wrong(exchange, "is of a media type that is not described");
        requireValid(exchange, form);
        seen(name(name, response, exchange),
                isProblem(exchange) ? json(exchange).path("type").asText() : exchange.mediaType());
    }

    private static String name(String operation, JsonNode response, Exchange exchange) {
        if (isProblem(exchange)) return operation;
        return response.has("$ref")
                ? response.path("$ref").textValue().replaceFirst(".*/", "")
                : operation + ' ' + exchange.status();
    }

    private static void requireValid(Exchange exchange, JsonNode form) {
        if (form.has("x-line")) {
            exchange.body().lines().forEach(line -> requireNone(exchange,
                    Described.errors(form.path("x-line"), line)));
        } else if (exchange.mediaType().endsWith("json")) {
            requireNone(exchange, Described.errors(form.path("schema"), exchange.body()));
        }
    }

    // What was taken cannot have been wrong, but for a null, which counts as absent.
    private static void requireDescribed(Exchange exchange, Operation operation) {
        JsonNode form = operation.json().path("requestBody").path("content").path("application/json");
        if (exchange.said().isEmpty() || form.isMissingNode() || form.has("x-line")) return;
        if (exchange.said().contains("null")) return;
        if (Described.resolved(form.path("schema")).path("type").asText().equals("object"))
            requireNone(exchange, Described.errors(form.path("schema"), exchange.said()));
    }

    private static void requireNone(Exchange exchange, List<String> errors) {
        if (!errors.isEmpty()) throw wrong(exchange, "is not as described: " + errors);
    }

    private static AssertionError wrong(Exchange exchange, String what) {
        return new AssertionError("openapi.yaml: " + exchange + ' ' + what);
    }

    private static boolean isProblem(Exchange exchange) {
        return exchange.mediaType().equals("application/problem+json");
    }

    private static JsonNode json(Exchange exchange) {
        try {
            return JsonMapper.builder().build().readTree(isProblem(exchange) ? exchange.body() : "{}");
        } catch (JsonProcessingException e) {
            throw wrong(exchange, "is no JSON");
        }
    }

    private static void seen(String where, String what) {
        SEEN.add(where + ": " + what);
    }

    /** What is described and has not been seen. */
    static Set<String> missing() {
        Set<String> described = new TreeSet<>();
        for (Operation operation : Described.operations()) {
            operation.json().path("responses").properties()
                    .forEach(status -> described.addAll(answers(operation, status.getKey(), status.getValue())));
            described.add(operation.id() + ": 200");
        }
        Described.problems().keySet().forEach(type -> described.add("*: " + type));
        described.removeAll(SEEN);
        // What one operation describes itself is seen anywhere, too.
        described.removeIf(one -> one.startsWith("*: ")
                && SEEN.stream().anyMatch(seen -> seen.endsWith(one.substring(1))));
        return described;
    }

    private static Set<String> answers(Operation operation, String status, JsonNode response) {
        Set<String> answers = new TreeSet<>();
        boolean shared = response.has("$ref");
        String name = shared
                ? response.path("$ref").textValue().replaceFirst(".*/", "")
                : operation.id() + ' ' + status;
        JsonNode content = Described.resolved(response).path("content");
        if (content.isMissingNode()) answers.add(name + ": ");
        content.properties().forEach(form -> {
            if (!form.getKey().endsWith("problem+json")) {
                answers.add(name + ": " + form.getKey());
            } else if (!shared) {
                Described.problemTypes(form.getValue().path("schema"))
                        .forEach(type -> answers.add(operation.id() + ": " + type));
            } else {
                Described.problemTypes(form.getValue().path("schema")).forEach(type -> answers.add("*: " + type));
            }
        });
        return answers;
    }
}
