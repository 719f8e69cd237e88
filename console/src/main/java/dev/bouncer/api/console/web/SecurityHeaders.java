package dev.bouncer.api.console.web;

import io.javalin.http.Context;

/** What every answer of the console tells the browser not to do. */
public final class SecurityHeaders {
    // Pico's stylesheet has its icons in itself, as data.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** Of pages, which nobody may keep. */
    public static void ofPage(Context context) {
        ofAsset(context);
        context.header("Cache-Control", "no-store").header("Content-Security-Policy", POLICY)
                .header("X-Frame-Options", "DENY").header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                // Not none at all: forms would come with the origin "null".
                .header("Referrer-Policy", "same-origin");
    }

    /** Of static files. */
    static void ofAsset(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Cross-Origin-Resource-Policy", "same-origin");
    }
}
