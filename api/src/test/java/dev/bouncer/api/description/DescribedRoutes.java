package dev.bouncer.api.description;

import java.util.List;

/** The routes of the OpenAPI document, each as {@code GET /v1/edges}. */
public final class DescribedRoutes {
    private DescribedRoutes() {}

    public static List<String> all() {
        return Described.operations().stream().map(operation -> operation.method() + ' ' + operation.path()).toList();
    }

    /** A route of the server's as the document would spell it. */
    public static String spelled(String route) {
        return route.replace("<id>", "{id}").replace("/check/*", "/check/{anything}").replace("/api/*", "/api/{method}")
                .replace("/users/*/", "/users/{user_id}/");
    }
}
