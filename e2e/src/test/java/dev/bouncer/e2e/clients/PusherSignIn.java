package dev.bouncer.e2e.clients;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What an application's user-authentication endpoint answers; pusher-http-java 1.3.4 has no call for it. */
final class PusherSignIn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PusherSignIn() {}

    static String answer(String key, String secret, String socketId, String user) {
        String userData = JSON.createObjectNode().put("id", user).toString();
        String signature = sign(secret, socketId + "::user::" + userData);
        return JSON.createObjectNode().put("auth", key + ":" + signature).put("user_data", userData).toString();
    }

    private static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
