package dev.bouncer.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.internal}: what the processes of one fleet ask each other.
 *
 * @param secret {@code secret}: what they show each other, 16 characters or more; null: they neither ask nor answer
 * @param tls    {@code tls}: what they listen and ask with; null: without TLS
 */
public record InternalConfig(@Nullable Secret secret, @Nullable TlsConfig tls) {
    /** Processes that do not talk to each other. */
    public static final InternalConfig NONE = new InternalConfig(null, null);

    private static final int MIN_SECRET = 16;

    /** @throws IllegalArgumentException if the secret can be guessed */
    public InternalConfig {
        if (secret != null && secret.reveal().length() < MIN_SECRET) {
            throw new IllegalArgumentException(
                    "secret: expected " + MIN_SECRET + " characters or more, got " + secret.reveal().length());
        }
    }

    /** Without TLS. */
    public InternalConfig(@Nullable Secret secret) {
        this(secret, null);
    }
}
