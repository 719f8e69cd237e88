package dev.bouncer.api.http;

import io.javalin.config.RoutesConfig;

/** A way into the API: some routes of one protocol. */
public interface Door {
    /** Adds the routes. Handlers run on virtual threads and may block. */
    void addTo(RoutesConfig routes);
}
