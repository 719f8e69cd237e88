package dev.bouncer.api.console.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.JsonObject;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the console gives out and gets back: signed with HMAC-SHA256, for one purpose each, so that nothing made for one counts for
 * another. Not encrypted. Thread-safe.
 */
public final class Seals {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret whoever has it can make them */
    public Seals(Secret secret) {
        this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** Seals what an object says, as a text that may stand in a cookie. */
    public String seal(String purpose, ObjectNode content) {
        String text = encode(Json.bytes(content));
        return text + '.' + mark(purpose, text);
    }

    /** What was sealed; null where it was not sealed here, or for something else. */
    public @Nullable JsonObject open(String purpose, @Nullable String sealed) {
        int dot = sealed == null ? -1 : sealed.indexOf('.');
        if (sealed == null || dot < 0) return null;
        String text = sealed.substring(0, dot);
        return isMark(purpose, text, sealed.substring(dot + 1))
                ? JsonObject.parse(Base64.getUrlDecoder().decode(text))
                : null;
    }

    /** What only this secret's holders can make of a text. */
    public String mark(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            // No purpose has a line break in it.
            return encode(mac.doFinal((purpose + '\n' + text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /** Whether that is the mark; takes the same time whatever it is. */
    public boolean isMark(String purpose, String text, String mark) {
        return MessageDigest.isEqual(mark(purpose, text).getBytes(StandardCharsets.UTF_8),
                mark.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
