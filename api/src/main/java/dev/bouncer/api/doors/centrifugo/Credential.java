package dev.bouncer.api.doors.centrifugo;

import dev.bouncer.api.http.PercentEncoding;
import dev.bouncer.api.http.Problem;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** How requests show their API key: {@code X-API-Key}, {@code Authorization: apikey KEY} or {@code ?api_key=}. */
final class Credential {
    private static final String SCHEME = "apikey";
    private static final String PARAMETER = "api_key=";

    private Credential() {}

    /** The first of them that is there; null if none is. */
    static @Nullable String of(Context context) {
        String key = context.header("X-API-Key");
        if (key != null && !key.isEmpty()) return key;
        String authorization = context.header("Authorization");
        String[] words = authorization == null ? new String[0] : authorization.strip().split("\\s+");
        if (words.length == 2 && words[0].equalsIgnoreCase(SCHEME)) return words[1];
        return inQuery(context);
    }

    private static @Nullable String inQuery(Context context) {
        // Not Javalin's reading, which decodes as the Content-Type says, and fails where that says nothing sensible.
        String query = context.req().getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.startsWith(PARAMETER)) return decoded(pair.substring(PARAMETER.length()));
        }
        return null;
    }

    // What cannot be decoded is no key.
    private static @Nullable String decoded(String value) {
        try {
            return PercentEncoding.decodeQuery(value);
        } catch (Problem malformed) {
            return null;
        }
    }
}
