package dev.bouncer.api.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, each at most once and none that nobody asked for, since a misspelt one would be ignored. */
public final class QueryParameters {
    /** A parameter: what stands before the first equals sign, and what after it; both decoded. */
    public record Parameter(String name, String value) {}

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * All parameters of that request, whatever they are, in their order.
     *
     * @throws Problem MALFORMED_REQUEST if one cannot be decoded
     */
    public static List<Parameter> all(Context context) {
        List<Parameter> parameters = new ArrayList<>();
        String query = context.req().getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            parameters.add(new Parameter(PercentEncoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : PercentEncoding.decodeQuery(pair.substring(equals + 1))));
        }
        return parameters;
    }

    /**
     * The parameters of that request.
     *
     * @throws Problem MALFORMED_REQUEST if there are others, or one twice, or one that cannot be decoded
     */
    public static QueryParameters of(Context context, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (Parameter parameter : all(context)) {
            String name = parameter.name();
            if (!known.contains(name)) {
                throw Problem.malformed("unknown query parameter " + Quoted.of(name) + ": expected only "
                        + String.join(", ", new TreeSet<>(known)));
            }
            if (values.put(name, parameter.value()) != null)
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
