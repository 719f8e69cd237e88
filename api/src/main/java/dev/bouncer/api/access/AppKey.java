package dev.bouncer.api.access;

import dev.bouncer.config.ApiKey;

/**
 * An API key and the app that it is for.
 *
 * @param app the app's name
 * @param key the key
 */
public record AppKey(String app, ApiKey key) {}
