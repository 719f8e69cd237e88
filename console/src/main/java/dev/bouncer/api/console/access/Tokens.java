package dev.bouncer.api.console.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody can guess. Thread-safe. */
public final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Tokens() {}

    /** A fresh one: 43 characters that stand in URLs and cookies as they are. */
    public static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
