package dev.bouncer.api.doors.pusher;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.bouncer.api.http.PercentEncoding;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a signed request. Two queries that mean different things never have the same text to sign: what
 * would make them so is refused. Immutable.
 */
final class PusherQuery {
    static final String KEY = "auth_key";
    static final String TIMESTAMP = "auth_timestamp";
    static final String SIGNATURE = "auth_signature";
    static final String BODY_DIGEST = "body_md5";

    private static final Set<String> KNOWN = Set.of(KEY, TIMESTAMP, SIGNATURE, BODY_DIGEST, "auth_version");

    private final Map<String, String> values = new HashMap<>();
    private final SortedMap<String, String> signed = new TreeMap<>();

    private PusherQuery() {}

    /**
     * Reads a query.
     *
     * @param raw as it came, still escaped
     * @throws Problem MALFORMED_REQUEST if there is none, a parameter of the protocol comes twice, or it is ambiguous
     */
    static PusherQuery parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty())
            throw Problem.malformed("expected the query parameters of a signed request, got none");
        PusherQuery query = new PusherQuery();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = PercentEncoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : PercentEncoding.decodeQuery(pair.substring(equals + 1));
            requireUnambiguous(name, value);
            // In any case of letters: they are signed in lower case, so one could hide behind the other.
            String lower = name.toLowerCase(Locale.ROOT);
            if (query.signed.put(lower, value) != null && KNOWN.contains(lower))
                throw Problem.malformed("expected the query parameter " + lower + " once, got it twice");
            query.values.put(name, value);
        }
        query.signed.remove(SIGNATURE);
        return query;
    }

    // The text to sign has no escapes, so an escaped separator would pass for a real one.
    private static void requireUnambiguous(String name, String value) {
        if (name.indexOf('=') >= 0 || name.indexOf('&') >= 0 || value.indexOf('&') >= 0) {
            throw Problem.malformed("expected query parameters without escaped separators, got one in "
                    + Quoted.of(name));
        }
    }

    /** The parameter, spelt in lower case; null where it is absent. */
    @Nullable
    String text(String name) {
        return values.get(name);
    }

    /** The parameters that are signed: all but the signature, in order, the last of those with the same name. */
    SortedMap<String, String> signed() {
        return Collections.unmodifiableSortedMap(signed);
    }
}
