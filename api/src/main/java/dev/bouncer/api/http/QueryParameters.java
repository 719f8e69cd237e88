package dev.bouncer.api.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, each at most once and none that nobody asked for, since a misspelt one would be ignored. */
public final class QueryParameters {
    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The parameters of that request.
     *
     * @throws Problem MALFORMED_REQUEST if there are others, or one twice, or one that cannot be decoded
     */
    public static QueryParameters of(Context context, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        String query = context.req().getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = PercentEncoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : PercentEncoding.decodeQuery(pair.substring(equals + 1));
            if (!known.contains(name)) {
                throw Problem.malformed("unknown query parameter " + Quoted.of(name) + ": expected only "
                        + String.join(", ", new TreeSet<>(known)));
            }
            if (values.put(name, value) != null)
                throw Problem.malformed(name + ": expected the query parameter once, got it twice");
        }
        return new QueryParameters(values);
    }

    /** The parameter, or null where it is absent. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /**
     * The parameter as a whole number.
     *
     * @throws Problem MALFORMED_REQUEST if it is none
     */
    public int integer(String name, int absent) {
        String text = values.get(name);
        if (text == null) return absent;
        if (!text.matches("-?\\d{1,9}"))
            throw Problem.malformed(name + ": expected a whole number, got " + Quoted.of(text));
        return Integer.parseInt(text);
    }
}
