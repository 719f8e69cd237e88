package dev.bouncer.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an edge did about one command that closed something: the value of a record on the enforcements topic, whose key is
 * the edge's id.
 *
 * @param command  the command's id
 * @param edge     the edge's id
 * @param sessions how many sessions were told to close; 1 or more
 * @param took     from the time the broker appended the command until the last of them was told, by two clocks, so never
 *                 less than nothing; cut to milliseconds
 * @param at       when that was, by the edge's clock
 */
public record EnforcementReport(UUID command, String edge, int sessions, Duration took, Instant at) {
    private static final int VERSION = 1;

    /** @throws IllegalArgumentException if a field is out of its range */
    public EnforcementReport {
        EdgeAnnouncement.requireId(edge);
        if (sessions < 1) throw new IllegalArgumentException("sessions: expected 1 or more, got " + sessions);
        took = Duration.ofMillis(Math.max(0, took.toMillis()));
        at = Times.requireWritable("at", at);
    }

    /** The record value. */
    public byte[] encode() {
        return Json.bytes(tree());
    }

    /**
     * Reads a record value.
     *
     * @throws IllegalArgumentException if it is no report of this version
     */
    public static EnforcementReport decode(byte[] json) {
        return read(JsonObject.parse(json));
    }

    ObjectNode tree() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", VERSION).put("command", command.toString())
                .put("edge", edge).put("sessions", sessions).put("ms", took.toMillis());
        Json.putTime(json, "at", at);
        return json;
    }

    static EnforcementReport read(JsonObject json) {
        CommandJson.requireVersion(json);
        return new EnforcementReport(json.uuid("command"), json.text("edge"), json.int32("sessions"),
                Duration.ofMillis(json.natural("ms")), json.time("at"));
    }
}
