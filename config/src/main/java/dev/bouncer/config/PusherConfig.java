package dev.bouncer.config;

/**
 * {@code bouncer.apps.<app>.pusher}: the app as clients and SDKs of Pusher Channels know it.
 *
 * @param appId              {@code app-id}: the app's name where absent
 * @param key                {@code key}: public, part of the clients' URL
 * @param secret             {@code secret}: signs requests and sign-ins
 * @param identifyByPresence {@code identify-by-presence}: whether a subscription to a presence channel tells who a
 *                           client is, as sign-in does
 */
public record PusherConfig(String appId, String key, Secret secret, boolean identifyByPresence) {}
