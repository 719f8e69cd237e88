package dev.bouncer.api.doors.pusher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.bouncer.config.Secret;
import org.jspecify.annotations.Nullable;

/** What Pusher's protocol proves a request with: HMAC-SHA256 over its head, MD5 of its body; both in lower-case hex. */
final class PusherSignature {
    private static final String HMAC = "HmacSHA256";

    private PusherSignature() {}

    /**
     * Signs.
     *
     * @param path       exactly as it is sent, still escaped
     * @param parameters names in lower case, values unescaped; without the signature
     */
    static String of(Secret secret, String method, String path, SortedMap<String, String> parameters) {
        String query = parameters.entrySet().stream().map(parameter -> parameter.getKey() + '=' + parameter.getValue())
                .collect(Collectors.joining("&"));
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(utf8(secret.reveal()), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(utf8(method + '\n' + path + '\n' + query)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** The digest of a body. */
    static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /** Whether what came is what was expected, letter by letter; takes the same time whatever it is. */
    static boolean matches(String expected, @Nullable String given) {
        return given != null && MessageDigest.isEqual(utf8(expected), utf8(given));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
