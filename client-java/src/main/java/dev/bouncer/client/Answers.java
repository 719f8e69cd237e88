package dev.bouncer.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads answers. Each method throws {@link RuntimeException} if it is given something else. */
final class Answers {
    private Answers() {}

    static Receipt receipt(JsonNode json) {
        return new Receipt(Wire.requiredUuid(json, "command"), enforcement(json));
    }

    static BulkReceipt bulkReceipt(JsonNode json) {
        return new BulkReceipt(Wire.texts(json, "commands").stream().map(UUID::fromString).toList(),
                enforcement(json));
    }

    static LineResult lineResult(JsonNode json) {
        return new LineResult(
                LineResult.Outcome.valueOf(Wire.requiredText(json, "outcome").toUpperCase(Locale.ROOT)),
                Wire.uuid(json, "command"), Wire.text(json, "error"), enforcement(json));
    }

    private static @Nullable Enforcement enforcement(JsonNode json) {
        if (!json.has("enforced")) return null;
        return new Enforcement(json.path("enforced").asBoolean(), json.path("edges").asInt(),
                Wire.texts(json, "missing"), Wire.texts(json, "silent"), json.path("sessions_closed").asLong(),
                json.has("slowest_ms") ? Duration.ofMillis(json.path("slowest_ms").asLong()) : null);
    }

    static Subject subject(JsonNode json) {
        return new Subject(Subject.Kind.valueOf(Wire.requiredText(json, "kind").toUpperCase(Locale.ROOT)),
                Wire.requiredText(json, "id"));
    }

    static Entry entry(JsonNode json) {
        return new Entry(subject(json.path("subject")), Wire.requiredTime(json, "since"),
                Wire.time(json, "issued_before"), Wire.time(json, "expires_at"), Wire.text(json, "reason"),
                Wire.text(json, "message"), Wire.requiredText(json, "actor"), Wire.requiredUuid(json, "command"));
    }

    static Page<Entry> page(JsonNode json, String field) {
        return new Page<>(list(json.path(field), Answers::entry), Wire.text(json, "next"));
    }

    /** The API says so with nothing: a page of whoever stands between is no leave. */
    static Verdict allowed(String body) {
        if (!body.isEmpty())
            throw new IllegalArgumentException("expected nothing, got " + body.length() + " characters");
        return new Verdict(Verdict.Answer.ALLOWED, null, null);
    }

    static Verdict blocked(JsonNode problem) {
        return new Verdict(Verdict.Answer.BLOCKED, Wire.time(problem, "until"), Wire.text(problem, "message"));
    }

    static Verdict tokenInvalidated(JsonNode problem) {
        return new Verdict(Verdict.Answer.TOKEN_INVALIDATED, null, Wire.text(problem, "message"));
    }

    static LiveSessions sessions(JsonNode json) {
        Map<String, String> unanswered = new HashMap<>();
        Wire.texts(json, "unanswered").forEach(edge -> unanswered.put(edge, json.path("why").path(edge).asText()));
        return new LiveSessions(list(json.path("sessions"), Answers::session), json.path("edges").asInt(), unanswered,
                Wire.uuid(json, "next"));
    }

    private static LiveSession session(JsonNode json) {
        return new LiveSession(Wire.requiredText(json, "edge"), Wire.requiredUuid(json, "session"),
                Wire.requiredTime(json, "since"), list(json.path("subjects"), Answers::subject),
                Wire.requiredText(json, "protocol"), Wire.text(json, "address"), Wire.text(json, "user_agent"),
                Wire.text(json, "route"));
    }

    static List<HistoryEvent> history(JsonNode json) {
        return list(json.path("events"), event -> new HistoryEvent(Wire.requiredText(event, "type"),
                Instant.parse(Wire.requiredText(event, "at")), event.toString()));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reading) {
        List<T> items = new ArrayList<>();
        array.forEach(item -> items.add(reading.apply(item)));
        return items;
    }
}
