package dev.bouncer.contract;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a process asks an edge about its live sessions: {@code GET /internal/sessions/{app}/{kind}/{id}} about those of a
 * subject, of an address range about all in it; {@code GET /internal/sessions/{app}} about all of the app. Both take
 * {@code ?limit=1000&after=SESSION}. The id is escaped once, slashes too. The answer is {@link LiveSessions}.
 *
 * @param app     whose sessions; of any other nothing is told
 * @param subject null: of all subjects
 * @param after   the sessions behind this one, in {@link LiveSession#ORDER}; null: from the first
 * @param limit   how many at most, 1 to {@value #MAX_LIMIT}
 */
public record SessionsRequest(String app, @Nullable Subject subject, @Nullable UUID after, int limit) {
    /** What the paths begin with. */
    public static final String PATH = "/internal/sessions/";
    /** How many sessions are told at a time. */
    public static final int MAX_LIMIT = 1_000;

    /** @throws IllegalArgumentException if a value is out of its range */
    public SessionsRequest {
        SubjectKey.requireApp(app);
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ", got " + limit);
    }

    /** About a subject's sessions. */
    public static SessionsRequest of(SubjectKey subject, @Nullable UUID after, int limit) {
        return new SessionsRequest(subject.app(), subject.subject(), after, limit);
    }

    /** Where to ask the edge that listens there. */
    public URI at(URI edge) {
        String path = subject == null ? "" : '/' + subject.kind().wireName() + '/' + UriText.escaped(subject.id());
        return edge.resolve(PATH + app + path + "?limit=" + limit + (after == null ? "" : "&after=" + after));
    }

    /**
     * Reads a request.
     *
     * @param uri of which path and query count
     * @throws IllegalArgumentException if it is not of that form
     */
    public static SessionsRequest parse(URI uri) {
        String[] parts = uri.getRawPath().substring(PATH.length()).split("/", 3);
        if (parts.length == 2) {
            throw new IllegalArgumentException(
                    "path: expected " + PATH + "{app} or " + PATH + "{app}/{kind}/{id}, got " + uri.getRawPath());
        }
        Subject subject = parts.length == 1
                ? null
                : new Subject(SubjectKind.ofWireName(UriText.unescaped(parts[1])), UriText.unescaped(parts[2]));
        Map<String, String> query = query(uri.getRawQuery());
        String limit = query.get("limit");
        String after = query.get("after");
        return new SessionsRequest(UriText.unescaped(parts[0]), subject, after == null ? null : UUID.fromString(after),
                limit == null ? MAX_LIMIT : Integer.parseInt(limit));
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.matches("limit=\\d{1,9}|after=\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"))
                throw new IllegalArgumentException("query: expected limit=N and after=UUID, got " + Text.quote(pair));
            String[] parameter = pair.split("=", 2);
            values.put(parameter[0], parameter[1]);
        }
        return values;
    }
}
