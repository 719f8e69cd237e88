package dev.bouncer.config;

/**
 * {@code bouncer.api.limits}: how often callers may call, each API process counting its own.
 *
 * @param perKey   {@code per-key}: requests with one API key
 * @param failures {@code failures}: failed authentications from one address
 */
public record CallerLimits(Rate perKey, Rate failures) {
    /** As often as they like. */
    public static final CallerLimits NONE = new CallerLimits(Rate.UNLIMITED, Rate.UNLIMITED);
}
