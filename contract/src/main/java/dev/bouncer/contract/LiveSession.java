package dev.bouncer.contract;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A session that is open, as its edge tells it. Its app is the one that was asked about.
 *
 * @param edge      the edge's id
 * @param id        the session's
 * @param since     when its client's request reached the edge, by that one's clock
 * @param subjects  what it was authenticated as
 * @param protocol  what its client speaks: {@code native}, {@code pusher}, {@code centrifuge}; {@code gateway} for a
 *                  WebSocket passed on to a server behind, {@code request} for a plain request passed on
 * @param address   where its client is; null: not known
 * @param userAgent what its client calls itself; null: nothing
 * @param route     the gateway's route that it came by; null: by none
 */
public record LiveSession(String edge, UUID id, Instant since, List<Subject> subjects, String protocol,
        @Nullable String address, @Nullable String userAgent, @Nullable String route) {
    /** The order of sessions: that of their ids' texts. */
    public static final Comparator<UUID> ORDER = (one, other) -> {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    /** Longest {@code userAgent}, in characters (code points). */
    public static final int MAX_USER_AGENT = 256;
    private static final int MAX_NAME = 256;

    /** @throws IllegalArgumentException if a field is out of its range */
    public LiveSession {
        EdgeAnnouncement.requireId(edge);
        since = Times.requireWritable("since", since);
        subjects = List.copyOf(subjects);
        Text.requireIdentifier("protocol", protocol, MAX_NAME);
        if (address != null) Text.requireIdentifier("address", address, MAX_NAME);
        if (userAgent != null) Text.requireIdentifier("user_agent", userAgent, MAX_USER_AGENT);
        if (route != null) Text.requireIdentifier("route", route, MAX_NAME);
    }

    /** What a client calls itself, as it can be told: cut, without control characters; null where nothing is left. */
    public static @Nullable String userAgent(@Nullable String said) {
        if (said == null) return null;
        StringBuilder told = new StringBuilder();
        said.codePoints().filter(c -> !Character.isISOControl(c) && !isHalf(c)).limit(MAX_USER_AGENT)
                .forEach(told::appendCodePoint);
        return told.isEmpty() ? null : told.toString();
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Adds its fields. */
    public void putInto(ObjectNode json) {
        json.put("edge", edge).put("session", id.toString());
        Json.putTime(json, "since", since);
        ArrayNode list = json.putArray("subjects");
        subjects.forEach(one -> list.addObject().put("kind", one.kind().wireName()).put("id", one.id()));
        json.put("protocol", protocol);
        Json.putText(json, "address", address);
        Json.putText(json, "user_agent", userAgent);
        Json.putText(json, "route", route);
    }

    static LiveSession read(JsonObject json) {
        return new LiveSession(json.text("edge"), json.uuid("session"), json.time("since"),
                json.optionalObjects("subjects").stream()
                        .map(one -> new Subject(SubjectKind.ofWireName(one.text("kind")), one.text("id"))).toList(),
                json.text("protocol"), json.optionalText("address"), json.optionalText("user_agent"),
                json.optionalText("route"));
    }
}
