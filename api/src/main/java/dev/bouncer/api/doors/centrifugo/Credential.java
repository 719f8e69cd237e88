package dev.bouncer.api.doors.centrifugo;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** How requests show their API key: {@code X-API-Key}, {@code Authorization: apikey KEY} or {@code ?api_key=}. */
final class Credential {
    private static final String SCHEME = "apikey";

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
        try {
            return context.queryParam("api_key");
        } catch (IllegalArgumentException e) {
            // What cannot be decoded is no key.
            return null;
        }
    }
}
