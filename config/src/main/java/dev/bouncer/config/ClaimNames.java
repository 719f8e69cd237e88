package dev.bouncer.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code claims}: what names whom in a token.
 *
 * @param user   {@code user}: names the user
 * @param token  {@code token}: names the token itself
 * @param device {@code device}: names the client's device; null: nothing does
 */
public record ClaimNames(String user, String token, @Nullable String device) {}
