package dev.bouncer.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A secret that never shows in a log or an error, and is compared in constant time. Immutable. */
public final class Secret {
    private final String value;
    private final byte[] digest;

    /** @throws IllegalArgumentException if it is empty */
    public Secret(String value) {
        if (value.isEmpty()) throw new IllegalArgumentException("expected a secret, got an empty one");
        this.value = value;
        this.digest = sha256(value);
    }

    /** The secret itself: for those that must sign or verify with it. */
    public String reveal() {
        return value;
    }

    /** Whether the candidate is the secret; takes the same time whatever it is. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, sha256(candidate));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(digest, secret.digest);
    }

    @Override
    public int hashCode() {
        return (digest[0] << 8) ^ digest[1];
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "***";
    }
}
