package dev.bouncer.importing;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * A command as the API takes it in: the app is the request's, and what is absent is the API's to fill in.
 *
 * @param id        the same for the same row, however often it is imported
 * @param type      what is to be done
 * @param subject   to whom
 * @param expiresAt of a block: its end; null: never, or as {@code length} says
 * @param length    of a block: how long it is from {@code issuedAt}, which the API understands; null: not said
 * @param reason    for moderators
 * @param message   of a block: what the user is told
 * @param actor     who gave it; null: the API key
 * @param issuedAt  when it was given; null: now
 */
public record Draft(UUID id, Type type, Subject subject, @Nullable Instant expiresAt, @Nullable String length,
        @Nullable String reason,
        @Nullable String message, @Nullable String actor, @Nullable Instant issuedAt) {
    /** What a command does. */
    public enum Type {
        BLOCK, UNBLOCK, TERMINATE;

        /** As commands have it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type ofWireName(String name) {
            for (Type type : values()) {
                if (type.wireName().equals(name)) return type;
            }
            throw new IllegalArgumentException("type: expected block, unblock or terminate, got '" + name + "'");
        }
    }

    /** @throws IllegalArgumentException if it would be no command: the contract judges, so that nobody else has to */
    public Draft {
        if (type != Type.BLOCK && (expiresAt != null || length != null || message != null)) {
            throw new IllegalArgumentException(
                    "expected expires_at, for and message in a block only, got one in " + type.wireName());
        }
        // Only the API knows which app it is.
        SubjectKey key = subject.kind() == SubjectKind.APP
                ? SubjectKey.ofApp(subject.id())
                : new SubjectKey("any", subject);
        String who = Objects.requireNonNullElse(actor, "any");
        Instant when = Objects.requireNonNullElse(issuedAt, Instant.EPOCH);
        Command _ = switch (type) {
            case BLOCK -> new Command.Block(id, key, expiresAt, reason, message, who, when);
            case UNBLOCK -> new Command.Unblock(id, key, reason, who, when);
            case TERMINATE -> new Command.Terminate(id, key, reason, who, when);
        };
    }

    /** The same command, with all its times moved. */
    public Draft shifted(Duration by) {
        return new Draft(id, type, subject, moved(expiresAt, by), length, reason, message, actor, moved(issuedAt, by));
    }

    // "Year 9999" stands for ever in many lists; moved beyond what can be written, it still does.
    private static @Nullable Instant moved(@Nullable Instant time, Duration by) {
        if (time == null) return null;
        Instant moved = time.plus(by);
        if (moved.isAfter(Times.MAX)) return Times.MAX;
        return moved.isBefore(Times.MIN) ? Times.MIN : moved;
    }

    /** A line of {@code POST /v1/apps/{app}/commands}, without its end. */
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.toString()).put("type", type.wireName());
        json.putObject("subject").put("kind", subject.kind().wireName()).put("id", subject.id());
        if (expiresAt != null) json.put("expires_at", Times.format(expiresAt));
        if (length != null) json.put("for", length);
        if (reason != null) json.put("reason", reason);
        if (message != null) json.put("message", message);
        if (actor != null) json.put("actor", actor);
        if (issuedAt != null) json.put("issued_at", Times.format(issuedAt));
        return json.toString();
    }
}
