package dev.bouncer.api.doors;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import dev.bouncer.api.http.Quoted;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a streamed request: commands as they are on the topic, where the app, the id, the actor, the time and
 * the version may be left out, and {@code for} may stand in for {@code expires_at}. An end in the past is accepted, since
 * imported histories have it.
 */
final class CommandLine {
    private static final Set<String> BLOCK_FIELDS = Set.of("v", "id", "type", "app", "subject", "expires_at", "for",
            "reason", "message", "actor", "issued_at");
    private static final Set<String> UNBLOCK_FIELDS = Set.of("v", "id", "type", "app", "subject", "reason", "actor",
            "issued_at");
    private static final Set<String> TERMINATE_FIELDS = Set.of("v", "id", "type", "app", "subject", "only", "except",
            "close", "reason", "actor", "issued_at");
    private static final Set<String> INVALIDATE_FIELDS = Set.of("v", "id", "type", "app", "subject", "issued_before",
            "expires_at", "for", "reason", "message", "actor", "issued_at");
    private static final Set<String> SUBJECT_FIELDS = Set.of("kind", "id");

    private final String app;
    private final String actor;
    private final Function<LineReader.Line, UUID> ids;
    private final InstantSource clock;

    /**
     * @param app   whose commands they are
     * @param actor who gave those that do not say
     * @param ids   the id of a line's command that has none, by the line
     */
    CommandLine(String app, String actor, Function<LineReader.Line, UUID> ids, InstantSource clock) {
        this.app = app;
        this.actor = actor;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The command of one line.
     *
     * @throws IllegalArgumentException if it is none
     */
    Command read(LineReader.Line from) {
        byte[] line = from.bytes();
        if (line.length == 0) throw new IllegalArgumentException("expected a JSON object, got an empty line");
        JsonObject json = StrictJson.parse(line);
        String type = json.text("type");
        json.requireOnly(fields(type));
        requireVersion(json);
        requireApp(json);
        SubjectKey subject = subject(json.object("subject"));
        UUID given = json.optionalUuid("id");
        UUID id = given == null ? ids.apply(from) : given;
        String reason = json.optionalText("reason");
        String by = orElse(json.optionalText("actor"), actor);
        Instant at = orElse(json.optionalTime("issued_at"), clock.instant());
        return switch (type) {
            case "block" -> new Command.Block(id, subject, BlockLength.NATIVE.end(json, at), reason,
                    json.optionalText("message"), by, at);
            case "unblock" -> new Command.Unblock(id, subject, reason, by, at);
            case "terminate" ->
                new Command.Terminate(id, subject, TerminationFields.read(json), reason, by, at);
            case "invalidate" ->
                new Command.Invalidate(id, subject, orElse(json.optionalTime("issued_before"), at),
                        BlockLength.NATIVE.end(json, at), reason, json.optionalText("message"), by, at);
            default -> throw unknown(type);
        };
    }

    private static Set<String> fields(String type) {
        return switch (type) {
            case "block" -> BLOCK_FIELDS;
            case "unblock" -> UNBLOCK_FIELDS;
            case "terminate" -> TERMINATE_FIELDS;
            case "invalidate" -> INVALIDATE_FIELDS;
            default -> throw unknown(type);
        };
    }

    private static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException(
                "type: expected block, unblock, terminate or invalidate, got " + Quoted.of(type));
    }

    private static void requireVersion(JsonObject json) {
        if (json.has("v") && json.integer("v") != 1)
            throw new IllegalArgumentException("v: expected 1, got " + json.integer("v"));
    }

    private void requireApp(JsonObject json) {
        String stated = json.optionalText("app");
        if (stated != null && !stated.equals(app)) {
            throw new IllegalArgumentException(
                    "app: expected the app of the path, " + Quoted.of(app) + ", got " + Quoted.of(stated));
        }
    }

    private SubjectKey subject(JsonObject subject) {
        subject.requireOnly(SUBJECT_FIELDS);
        return SubjectKey.of(app, SubjectKind.ofWireName(subject.text("kind")), subject.text("id"));
    }

    private static <T> T orElse(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }
}
