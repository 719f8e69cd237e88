package dev.bouncer.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.apps.<name>}: a tenant.
 *
 * @param name   {@code [A-Za-z0-9_-]{1,64}}
 * @param keys   {@code keys}: who may give commands
 * @param tokens {@code tokens}: how clients prove who they are; null: none can by a token
 * @param pusher {@code pusher}: for clients and SDKs of Pusher Channels; null: none
 * @param connections {@code connections}: who may connect, and how often
 * @param routes {@code routes}: servers of somebody else's that the edges stand in front of
 */
public record AppConfig(String name, List<ApiKey> keys, @Nullable TokenConfig tokens, @Nullable PusherConfig pusher,
        ConnectionRules connections, List<RouteConfig> routes) {
    /** Copies. */
    public AppConfig {
        keys = List.copyOf(keys);
        routes = List.copyOf(routes);
    }

    /** An app without routes. */
    public AppConfig(String name, List<ApiKey> keys, @Nullable TokenConfig tokens, @Nullable PusherConfig pusher,
            ConnectionRules connections) {
        this(name, keys, tokens, pusher, connections, List.of());
    }

    /** An app without Pusher's protocol, without rules for connections and without routes. */
    public AppConfig(String name, List<ApiKey> keys, @Nullable TokenConfig tokens) {
        this(name, keys, tokens, null, ConnectionRules.NONE);
    }
}
