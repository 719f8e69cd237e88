package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.bouncer.config.Secret;

/**
 * What an app's backend has signed for one client's connection: {@code KEY:HEX}, HEX being the HMAC-SHA256 in lower
 * case. Immutable; compares in constant time.
 */
final class PusherSignatures {
    private static final String ALGORITHM = "HmacSHA256";

    private final String key;
    private final SecretKeySpec secret;

    PusherSignatures(String key, Secret secret) {
        this.key = key;
        this.secret = new SecretKeySpec(bytes(secret.reveal()), ALGORITHM);
    }

    /** Whether it lets this connection be the user of that {@code user_data}, which counts as the text that it is. */
    boolean allowSignIn(String auth, String socketId, String userData) {
        return isOf(auth, socketId + "::user::" + userData);
    }

    /** Whether it lets this connection have the channel. */
    boolean allowChannel(String auth, String socketId, String channel) {
        return isOf(auth, socketId + ':' + channel);
    }

    /** Whether it lets this connection be that member of the channel. */
    boolean allowMember(String auth, String socketId, String channel, String channelData) {
        return isOf(auth, socketId + ':' + channel + ':' + channelData);
    }

    private boolean isOf(String auth, String signed) {
        return MessageDigest.isEqual(bytes(key + ':' + hmac(signed)), bytes(auth));
    }

    private String hmac(String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(bytes(signed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
