package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A terminate as SDKs send it, and whatever somebody may make of it. Signs on its own, so that no mistake is shared. */
final class PusherRequest {
    static final String ALICE = "/apps/4711/users/alice/terminate_connections";

    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String method = "POST";
    private String path = ALICE;
    private String signedMethod = "POST";
    private String signedPath = ALICE;
    private String body = "";
    private String secret = RunningApi.PUSHER.secret().reveal();
    private UnaryOperator<String> tampering = query -> query;

    PusherRequest() {
        with("auth_key", RunningApi.PUSHER.key()).at(0).with("auth_version", "1.0").body("{}");
    }

    PusherRequest method(String value) {
        method = value;
        signedMethod = value;
        return this;
    }

    PusherRequest path(String value) {
        path = value;
        signedPath = value;
        return this;
    }

    PusherRequest user(String escaped) {
        return path("/apps/4711/users/" + escaped + "/terminate_connections");
    }

    PusherRequest signing(String otherMethod, String otherPath) {
        signedMethod = otherMethod;
        signedPath = otherPath;
        return this;
    }

    /** The body with its digest. */
    PusherRequest body(String value) {
        body = value;
        return with("body_md5", md5(value));
    }

    PusherRequest bodyAlone(String value) {
        body = value;
        return this;
    }

    /** The time in seconds from now. */
    PusherRequest at(long seconds) {
        return with("auth_timestamp", Long.toString(RunningApi.NOW.getEpochSecond() + seconds));
    }

    PusherRequest with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    PusherRequest without(String name) {
        parameters.remove(name);
        return this;
    }

    PusherRequest secret(String value) {
        secret = value;
        return this;
    }

    /** What is done to the query once it is signed. */
    PusherRequest tampered(UnaryOperator<String> how) {
        tampering = how;
        return this;
    }

    String target() {
        String query = parameters.entrySet().stream()
                .map(p -> URLEncoder.encode(p.getKey(), StandardCharsets.UTF_8) + '='
                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String whole = tampering.apply(query + "&auth_signature=" + signature());
        return whole.isEmpty() ? path : path + '?' + whole;
    }

    private String signature() {
        Map<String, String> sorted = new TreeMap<>();
        parameters.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
        String query = sorted.entrySet().stream().map(p -> p.getKey() + '=' + p.getValue())
                .collect(Collectors.joining("&"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = signedMethod + '\n' + signedPath + '\n' + query;
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    ApiClient.Answer send(RunningApi api, String... headers) {
        return new ApiClient(api.uri(), "").send(method, target(), body, headers);
    }

    /** The error of an answer, with what every error has checked. */
    static String error(ApiClient.Answer answer) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().size()).isEqualTo(1);
        return answer.json().path("error").textValue();
    }
}
