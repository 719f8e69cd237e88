package dev.bouncer.contract;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Commands as JSON, version 1. Fields that are not known are ignored, since a newer writer may have put them there. */
public final class CommandJson {
    /** Longest value of a record, in bytes; a longer one is malformed. Ours are far shorter. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The actor of a command whose publisher names none. */
    static final String UNNAMED_ACTOR = "kafka";

    private static final int VERSION = 1;

    private CommandJson() {}

    /** The record value of a command. */
    public static byte[] encode(Command command) {
        return Json.bytes(tree(command));
    }

    /**
     * Reads a record value.
     *
     * @param appendedAt stands in for an absent {@code issued_at}
     * @throws IllegalArgumentException if it is no command of this version
     */
    public static Command decode(byte[] json, Instant appendedAt) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("expected at most " + MAX_BYTES + " bytes, got " + json.length);
        }
        return read(JsonObject.parse(json), appendedAt);
    }

    static ObjectNode tree(Command command) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", VERSION).put("id", command.id().toString());
        switch (command) {
            case Command.Block block -> {
                json.put("type", "block");
                Json.putSubject(json, block.subject());
                Json.putTime(json, "expires_at", block.expiresAt());
                Json.putText(json, "reason", block.reason());
                Json.putText(json, "message", block.message());
                ReachJson.put(json, block.reach());
            }
            case Command.Unblock unblock -> {
                json.put("type", "unblock");
                Json.putSubject(json, unblock.subject());
                Json.putText(json, "reason", unblock.reason());
            }
            case Command.Terminate terminate -> {
                json.put("type", "terminate");
                Json.putSubject(json, terminate.subject());
                TerminationJson.put(json, terminate.termination());
                Json.putText(json, "reason", terminate.reason());
            }
            case Command.Invalidate invalidate -> {
                json.put("type", "invalidate");
                Json.putSubject(json, invalidate.subject());
                Json.putTime(json, "issued_before", invalidate.issuedBefore());
                Json.putTime(json, "expires_at", invalidate.expiresAt());
                Json.putText(json, "reason", invalidate.reason());
                Json.putText(json, "message", invalidate.message());
            }
        }
        json.put("actor", command.actor());
        Json.putTime(json, "issued_at", command.issuedAt());
        return json;
    }

    static Command read(JsonObject json, @Nullable Instant appendedAt) {
        requireVersion(json);
        SubjectKey subject = json.subject(json.text("app"));
        String actor = json.optionalText("actor");
        if (actor == null) actor = UNNAMED_ACTOR;
        Instant issuedAt = json.has("issued_at") || appendedAt == null ? json.time("issued_at") : appendedAt;
        String type = json.text("type");
        return switch (type) {
            case "block" -> new Command.Block(json.uuid("id"), subject, json.optionalTime("expires_at"),
                    json.optionalText("reason"), json.optionalText("message"), actor, issuedAt,
                    ReachJson.read(json, subject));
            case "unblock" ->
                new Command.Unblock(json.uuid("id"), subject, json.optionalText("reason"), actor, issuedAt);
            case "terminate" ->
                new Command.Terminate(json.uuid("id"), subject, TerminationJson.read(json),
                        json.optionalText("reason"), actor, issuedAt);
            case "invalidate" -> new Command.Invalidate(json.uuid("id"), subject, json.time("issued_before"),
                    json.optionalTime("expires_at"), json.optionalText("reason"), json.optionalText("message"), actor,
                    issuedAt);
            default -> throw new IllegalArgumentException(
                    json.path("type") + ": expected block, unblock, terminate or invalidate, got " + Text.quote(type));
        };
    }

    static void requireVersion(JsonObject json) {
        long version = json.integer("v");
        if (version != VERSION)
            throw new IllegalArgumentException(json.path("v") + ": expected " + VERSION + ", got " + version);
    }
}
