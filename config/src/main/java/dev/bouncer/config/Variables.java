package dev.bouncer.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** How environment variables are named after keys: {@code BOUNCER_API_PORT} after {@code bouncer.api.port}. */
final class Variables {
    private static final Pattern APP = Pattern.compile("BOUNCER_APPS_([A-Z0-9_]+?)_(?:KEYS|TOKENS|ROUTES)_.+");
    private static final Pattern API_KEY = Pattern.compile("([A-Z0-9_]+)_(?:SECRET|SCOPES)");
    // The one setting that every route has and no section of one.
    private static final Pattern ROUTE = Pattern.compile("([A-Z0-9_]+)_UPSTREAM");

    private Variables() {}

    static String of(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * The app that the variable speaks of, for the key {@code bouncer.apps}; for the section of an app's API keys, the
     * API key; for that of its routes, the route. As it stands in the variable; null where it speaks of none.
     */
    static @Nullable String nameBelow(String section, String variable) {
        if (section.equals("bouncer.apps")) {
            Matcher app = APP.matcher(variable);
            return app.matches() ? app.group(1) : null;
        }
        String prefix = of(section) + '_';
        if (!variable.startsWith(prefix)) return null;
        Pattern named = section.endsWith(".routes") ? ROUTE : API_KEY;
        Matcher name = named.matcher(variable.substring(prefix.length()));
        return name.matches() ? name.group(1) : null;
    }
}
