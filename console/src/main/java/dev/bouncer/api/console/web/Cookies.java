package dev.bouncer.api.console.web;

import java.net.URI;
import java.time.Duration;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The console's cookies: out of scripts' reach, and where the browser speaks TLS sent over nothing else and set by this host alone.
 * Thread-safe.
 */
public final class Cookies {
    private static final String HOST_ONLY = "__Host-";

    private final @Nullable URI url;

    /** @param url where browsers find the console; null: where they came */
    public Cookies(@Nullable URI url) {
        this.url = url;
    }

    /** Which requests of other sites' making a cookie goes along with. */
    public enum SameSite {
        /** None of them. */
        STRICT("Strict"),
        /** Links that are followed. */
        LAX("Lax");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    /**
     * Whether the browser speaks TLS. Who forges the header only gets cookies that its browser does not send without it.
     */
    public boolean isSecure(Context context) {
        return (url != null && "https".equals(url.getScheme())) || context.req().isSecure()
                || "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
    }

    private String name(Context context, String name) {
        return isSecure(context) ? HOST_ONLY + name : name;
    }

    /** The value of a cookie; null where it did not come. */
    public @Nullable String get(Context context, String name) {
        return context.cookie(name(context, name));
    }

    /** Sets a cookie, of which the value needs no quoting. */
    public void set(Context context, String name, String value, Duration age, SameSite sameSite) {
        String cookie = name(context, name) + '=' + value + "; Path=/; Max-Age=" + age.toSeconds()
                + "; HttpOnly; SameSite=" + sameSite.text + (isSecure(context) ? "; Secure" : "");
        context.res().addHeader("Set-Cookie", cookie);
    }

    /** Takes it back. */
    public void clear(Context context, String name) {
        set(context, name, "", Duration.ZERO, SameSite.LAX);
    }
}
