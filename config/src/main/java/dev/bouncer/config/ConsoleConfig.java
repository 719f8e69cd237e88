package dev.bouncer.config;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.console}: the pages for moderators, which the API serves at {@code /console}.
 *
 * @param enabled       {@code enabled}: whether there are any
 * @param sessionSecret {@code session-secret}: what sessions are signed with, 32 characters or more; another one ends all
 *                      of them; null: a new one at each start
 * @param sessionFor    {@code session-for}: how long a session lasts after signing in
 * @param url           {@code url}: where browsers find this node, or the balancer before it; null: where they came
 * @param oidc          {@code oidc}: whom to ask who somebody is; null: nobody, people sign in with console keys
 */
public record ConsoleConfig(boolean enabled, @Nullable Secret sessionSecret, Duration sessionFor, @Nullable URI url,
        @Nullable OidcConfig oidc) {
    /** The usual: console keys alone. */
    public static final ConsoleConfig DEFAULT = new ConsoleConfig(true, null, Duration.ofHours(12), null, null);

    private static final int MIN_SECRET = 32;

    /** @throws IllegalArgumentException if a value is out of its range */
    public ConsoleConfig {
        if (sessionSecret != null && sessionSecret.reveal().length() < MIN_SECRET) {
            throw new IllegalArgumentException("session-secret: expected " + MIN_SECRET + " characters or more, got "
                    + sessionSecret.reveal().length());
        }
        if (sessionFor.compareTo(Duration.ofMinutes(1)) < 0 || sessionFor.compareTo(Duration.ofDays(30)) > 0)
            throw new IllegalArgumentException(
                    "session-for: expected 1m to 30d, got " + Durations.text(sessionFor));
        // A provider sends people back to an address that was agreed on, whatever Host header a request had.
        if (oidc != null && url == null)
            throw new IllegalArgumentException(
                    "url: expected the console's own origin, like https://bouncer.example.com, since there is oidc, got none");
    }
}
