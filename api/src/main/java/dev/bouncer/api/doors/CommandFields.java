package dev.bouncer.api.doors;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.bouncer.api.http.Quoted;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.ReachJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands from requests that say them as they are on the topic, where the app, the actor, the time and the version
 * may be left out, and {@code for} may stand in for {@code expires_at}. An end in the past is accepted, since imported
 * histories have it.
 *
 * @param app   whose commands they are
 * @param actor who gave those that do not say
 */
public record CommandFields(String app, String actor) {
    private static final Set<String> COMMON = Set.of("v", "type", "app", "reason", "actor", "issued_at");
    private static final Set<String> SUBJECT = Set.of("kind", "id");
    private static final Set<String> WHOM = Set.of("id", "subject");

    /**
     * The command of a line of {@code POST /v1/apps/{app}/commands}, which is about one subject; its id may be left out.
     *
     * @param id  makes the id of one that has none
     * @param now when it is given, where it does not say
     * @throws IllegalArgumentException if it is none
     */
    public Command command(byte[] line, Supplier<UUID> id, Instant now) {
        if (line.length == 0) throw new IllegalArgumentException("expected a JSON object, got an empty line");
        JsonObject json = StrictJson.parse(line);
        check(json, WHOM);
        UUID given = json.optionalUuid("id");
        SubjectKey subject = subject(json.object("subject"));
        return form(json, now).about(subject, given == null ? id.get() : given);
    }

    /**
     * What all the commands of a JSON object have to be.
     *
     * @param whom the fields that say whom it is about, and by what name
     * @throws IllegalArgumentException if it says anything else, or what cannot be said here
     */
    void check(JsonObject json, Set<String> whom) {
        Set<String> known = new HashSet<>(COMMON);
        known.addAll(whom);
        known.addAll(own(json.text("type")));
        json.requireOnly(known);
        if (json.has("v") && json.integer("v") != 1)
            throw new IllegalArgumentException("v: expected 1, got " + json.integer("v"));
        String stated = json.optionalText("app");
        if (stated != null && !stated.equals(app)) {
            throw new IllegalArgumentException(
                    "app: expected the app of the path, " + Quoted.of(app) + ", got " + Quoted.of(stated));
        }
    }

    private static Set<String> own(String type) {
        return switch (type) {
            case "block" -> Set.of("expires_at", "for", "message", "except", "first_seen_after", "rate");
            case "unblock" -> Set.of();
            case "terminate" -> Set.of("only", "except", "close");
            case "invalidate" -> Set.of("issued_before", "expires_at", "for", "message");
            default -> throw unknown(type);
        };
    }

    /** Makes the command about one subject; what it says is read already. */
    interface Form {
        /** @throws IllegalArgumentException if it cannot be said of that subject */
        Command about(SubjectKey subject, UUID id);
    }

    /**
     * What is said, whoever it is about.
     *
     * @param now when it is given, where it does not say
     * @throws IllegalArgumentException if it is no command
     */
    Form form(JsonObject json, Instant now) {
        String type = json.text("type");
        String reason = json.optionalText("reason");
        String by = orElse(json.optionalText("actor"), actor);
        Instant at = orElse(json.optionalTime("issued_at"), now);
        String message = json.optionalText("message");
        return switch (type) {
            case "block" -> {
                Instant end = BlockLength.NATIVE.end(json, at);
                Reach reach = ReachJson.read(json);
                yield (subject, id) -> new Command.Block(id, subject, end, reason, message, by, at, reach);
            }
            case "unblock" -> (subject, id) -> new Command.Unblock(id, subject, reason, by, at);
            case "terminate" -> {
                Termination termination = TerminationFields.read(json);
                yield (subject, id) -> new Command.Terminate(id, subject, termination, reason, by, at);
            }
            case "invalidate" -> {
                Instant before = orElse(json.optionalTime("issued_before"), at);
                Instant end = BlockLength.NATIVE.end(json, at);
                yield (subject, id) -> new Command.Invalidate(id, subject, before, end, reason, message, by, at);
            }
            default -> throw unknown(type);
        };
    }

    /** @throws IllegalArgumentException if it is no subject */
    SubjectKey subject(JsonObject subject) {
        subject.requireOnly(SUBJECT);
        return SubjectKey.of(app, SubjectKind.ofWireName(subject.text("kind")), subject.text("id"));
    }

    private static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException(
                "type: expected block, unblock, terminate or invalidate, got " + Quoted.of(type));
    }

    private static <T> T orElse(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }
}
