package dev.bouncer.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.apps.<name>}: a tenant.
 *
 * @param name   {@code [A-Za-z0-9_-]{1,64}}
 * @param keys   {@code keys}: who may give commands
 * @param tokens {@code tokens}: how clients prove who they are; null: no client can connect
 */
public record AppConfig(String name, List<ApiKey> keys, @Nullable TokenConfig tokens) {
    /** Copies the keys. */
    public AppConfig {
        keys = List.copyOf(keys);
    }
}
