package dev.bouncer.contract;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a process asks an instance of moderation-streams about a subject's history:
 * {@code GET /internal/history/{app}/{kind}/{id}?limit=100}, and {@code &partition=3} where only the copy that the asked
 * instance itself has of that partition counts. The id is escaped once, slashes too.
 *
 * @param subject   whose history
 * @param limit     how many events at most, 1 to {@value #MAX_LIMIT}
 * @param partition null: all that there is, wherever it is
 */
public record HistoryRequest(SubjectKey subject, int limit, @Nullable Integer partition) {
    /** What the paths begin with. */
    public static final String PATH = "/internal/history/";
    /** How many events of a subject are kept. */
    public static final int MAX_LIMIT = 100;

    /** @throws IllegalArgumentException if the limit is out of its range */
    public HistoryRequest {
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ", got " + limit);
    }

    /** Of the whole history. */
    public HistoryRequest(SubjectKey subject, int limit) {
        this(subject, limit, null);
    }

    /** The same of that partition alone. */
    public HistoryRequest of(int onlyPartition) {
        return new HistoryRequest(subject, limit, onlyPartition);
    }

    /** Where to ask the instance that listens there. */
    public URI at(URI instance) {
        String query = "?limit=" + limit + (partition == null ? "" : "&partition=" + partition);
        return instance.resolve(PATH + subject.app() + '/' + subject.subject().kind().wireName() + '/'
                + UriText.escaped(subject.subject().id()) + query);
    }

    /**
     * Reads a request.
     *
     * @param uri of which path and query count
     * @throws IllegalArgumentException if it is not of that form
     */
    public static HistoryRequest parse(URI uri) {
        String[] parts = uri.getRawPath().substring(PATH.length()).split("/", 3);
        if (parts.length < 3)
            throw new IllegalArgumentException("path: expected " + PATH + "{app}/{kind}/{id}, got " + uri.getRawPath());
        SubjectKey subject = SubjectKey.of(UriText.unescaped(parts[0]),
                SubjectKind.ofWireName(UriText.unescaped(parts[1])),
                UriText.unescaped(parts[2]));
        Map<String, Integer> numbers = numbers(uri.getRawQuery());
        return new HistoryRequest(subject, numbers.getOrDefault("limit", MAX_LIMIT), numbers.get("partition"));
    }

    private static Map<String, Integer> numbers(@Nullable String query) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.matches("(limit|partition)=\\d{1,9}"))
                throw new IllegalArgumentException("query: expected limit=N and partition=N, got " + Text.quote(pair));
            String[] parameter = pair.split("=", 2);
            numbers.put(parameter[0], Integer.valueOf(parameter[1]));
        }
        return numbers;
    }
}
