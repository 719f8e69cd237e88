package dev.bouncer.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** How environment variables are named after keys: {@code BOUNCER_API_PORT} after {@code bouncer.api.port}. */
final class Variables {
    private static final Pattern APP = Pattern.compile("BOUNCER_APPS_([A-Z0-9_]+?)_(?:KEYS|TOKENS)_.+");
    private static final Pattern API_KEY = Pattern.compile("([A-Z0-9_]+)_(?:SECRET|SCOPES)");

    private Variables() {}

    static String of(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * The app that the variable speaks of, for the key {@code bouncer.apps}; for the section of an app's API keys, the
     * API key. As it stands in the variable; null where it speaks of none.
     */
    static @Nullable String nameBelow(String section, String variable) {
        if (section.equals("bouncer.apps")) {
            Matcher app = APP.matcher(variable);
            return app.matches() ? app.group(1) : null;
        }
        String prefix = of(section) + '_';
        if (!variable.startsWith(prefix)) return null;
        Matcher apiKey = API_KEY.matcher(variable.substring(prefix.length()));
        return apiKey.matches() ? apiKey.group(1) : null;
    }
}
