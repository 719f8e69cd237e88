package dev.bouncer.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What an edge says of itself, again and again: the value of a record on the edges topic, whose key is the edge's id. A
 * tombstone there says that the edge is gone, with all its sessions, or that an operator has forgotten it.
 *
 * @param edge       the edge's id: 1 to 64 of the characters A-Z a-z 0-9 . _ -
 * @param version    of Bouncer; 1 to 64 characters
 * @param address    where it can be asked about its sessions; null: nowhere
 * @param startedAt  when its process started: the same id with another time is another process
 * @param ready      whether it takes clients
 * @param applied    per partition of the commands topic, the first offset that it has not enforced yet; empty while it has
 *                   never known what is in force, and so never had a session
 * @param fenceAfter after how long without an acknowledged announcement it closes all its sessions; null: never
 * @param sessions   how many sessions each app has there, as they were a few seconds ago: of its largest apps, 1,000 at most; null:
 *                   it does not say, since it is older
 * @param confirmed  what it did about commands that asked to be confirmed, since its last announcement
 * @param at         when it said so, by its own clock
 */
public record EdgeAnnouncement(String edge, String version, @Nullable String address, Instant startedAt, boolean ready,
        List<Long> applied, @Nullable Duration fenceAfter, @Nullable Map<String, Integer> sessions,
        List<EnforcementReport> confirmed, Instant at) {
    /** The most apps whose sessions an edge tells. */
    public static final int MOST_APPS = 1_000;

    private static final int VERSION = 1;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_VERSION = 64;
    private static final int MAX_ADDRESS = 256;
    private static final Duration SHORTEST_FENCE = Duration.ofMillis(1);
    private static final Duration LONGEST_FENCE = Duration.ofDays(36_500);

    /** Of an edge that does not tell its sessions. */
    public EdgeAnnouncement(String edge, String version, @Nullable String address, Instant startedAt, boolean ready,
            List<Long> applied, @Nullable Duration fenceAfter, List<EnforcementReport> confirmed, Instant at) {
        this(edge, version, address, startedAt, ready, applied, fenceAfter, null, confirmed, at);
    }

    /** @throws IllegalArgumentException if a field is out of its range */
    public EdgeAnnouncement {
        requireId(edge);
        version = Text.requireIdentifier("version", version, MAX_VERSION);
        address = address == null ? null : Text.requireIdentifier("address", address, MAX_ADDRESS);
        startedAt = Times.requireWritable("started_at", startedAt);
        applied = List.copyOf(applied);
        for (long offset : applied) {
            if (offset < 0) throw new IllegalArgumentException("applied: expected offsets of 0 or more, got " + offset);
        }
        if (fenceAfter != null
                && (fenceAfter.compareTo(SHORTEST_FENCE) < 0 || fenceAfter.compareTo(LONGEST_FENCE) > 0)) {
            throw new IllegalArgumentException("fence_after_ms: expected " + SHORTEST_FENCE.toMillis() + " to "
                    + LONGEST_FENCE.toMillis() + ", got " + fenceAfter.toMillis());
        }
        sessions = sessions == null ? null : checked(sessions);
        confirmed = List.copyOf(confirmed);
        at = Times.requireWritable("at", at);
    }

    private static Map<String, Integer> checked(Map<String, Integer> sessions) {
        if (sessions.size() > MOST_APPS) {
            throw new IllegalArgumentException(
                    "sessions: expected at most " + MOST_APPS + " apps, got " + sessions.size());
        }
        sessions.forEach((app, count) -> {
            SubjectKey.requireApp(app);
            if (count < 0)
                throw new IllegalArgumentException("sessions." + app + ": expected 0 or more, got " + count);
        });
        return Map.copyOf(sessions);
    }

    static void requireId(String edge) {
        if (!ID.matcher(edge).matches()) {
            throw new IllegalArgumentException(
                    "edge: expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got " + Text.quote(edge));
        }
    }

    /** Whether it has enforced the command that stands there. */
    public boolean hasApplied(Position position) {
        return position.partition() < applied.size() && applied.get(position.partition()) > position.offset();
    }

    /** The record value. */
    public byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", VERSION).put("edge", edge).put("version",
                version);
        Json.putText(json, "address", address);
        Json.putTime(json, "started_at", startedAt);
        json.put("ready", ready);
        ArrayNode offsets = json.putArray("applied");
        applied.forEach(offsets::add);
        if (fenceAfter != null) json.put("fence_after_ms", fenceAfter.toMillis());
        if (sessions != null) {
            ObjectNode apps = json.putObject("sessions");
            new TreeMap<>(sessions).forEach(apps::put);
        }
        if (!confirmed.isEmpty()) {
            ArrayNode reports = json.putArray("confirmed");
            confirmed.forEach(report -> reports.add(report.tree()));
        }
        Json.putTime(json, "at", at);
        return Json.bytes(json);
    }

    /**
     * Reads a record value.
     *
     * @throws IllegalArgumentException if it is no announcement of this version
     */
    public static EdgeAnnouncement decode(byte[] value) {
        JsonObject json = JsonObject.parse(value);
        CommandJson.requireVersion(json);
        Duration fenceAfter = json.has("fence_after_ms") ? Duration.ofMillis(json.natural("fence_after_ms")) : null;
        return new EdgeAnnouncement(json.text("edge"), json.text("version"), json.optionalText("address"),
                json.time("started_at"), json.bool("ready"), json.integers("applied"), fenceAfter,
                json.optionalIntegersByName("sessions"),
                json.optionalObjects("confirmed").stream().map(EnforcementReport::read).toList(), json.time("at"));
    }
}
