package dev.bouncer.api.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** An OpenID Connect provider where everybody is let in as whom the test says, and which checks what a client must prove. */
final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "bouncer";
    static final String SECRET = "a client's secret: with %+ in it";
    // It takes as long to make one as all else that a test does.
    private static final RsaJsonWebKey KEY = key("one");

    final Map<String, Object> claims = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> attempts = new ConcurrentHashMap<>();
    private final HttpServer server;
    final AtomicInteger discoveries = new AtomicInteger();
    volatile int keysStatus = 200;
    volatile String issuer;
    /** Where it says that people sign out; null: it does not. */
    volatile @Nullable String endSession;
    volatile RsaJsonWebKey signer;

    FakeProvider(Instant now) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signer = KEY;
        issuer = uri().toString();
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plusSeconds(300).getEpochSecond());
        claims.put("sub", "user-17");
        server.createContext("/.well-known/openid-configuration", exchange -> discovered(exchange, """
                {"issuer":"%1$s","authorization_endpoint":"%2$s/authorize?tenant=1","token_endpoint":"%2$s/token",
                "jwks_uri":"%2$s/keys"%3$s}""".formatted(issuer, uri(),
                endSession == null ? "" : ",\"end_session_endpoint\":\"" + endSession + '"')));
        server.createContext("/keys", exchange -> answer(exchange, keysStatus,
                "{\"keys\":[" + KEY.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}"));
        server.createContext("/token", this::token);
        server.start();
    }

    private void discovered(HttpExchange exchange, String json) throws IOException {
        discoveries.incrementAndGet();
        answer(exchange, 200, json);
    }

    static RsaJsonWebKey key(String name) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(name);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Lets somebody in who was sent there; the query that they come back with. */
    String authorize(String location) {
        Map<String, String> asked = fields(URI.create(location).getRawQuery());
        String code = "code-" + attempts.size();
        attempts.put(code, asked);
        return "?code=" + code + "&state=" + asked.get("state");
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = fields(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = attempts.remove(form.getOrDefault("code", ""));
        String credentials = new String(Base64.getDecoder().decode(
                exchange.getRequestHeaders().getFirst("Authorization").substring("Basic ".length())),
                StandardCharsets.UTF_8);
        boolean known = URLDecoder.decode(credentials.replace(CLIENT + ':', ""), StandardCharsets.UTF_8).equals(SECRET);
        if (asked == null || !known || !form.getOrDefault("redirect_uri", "").equals(asked.get("redirect_uri"))
                || !challenge(form.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
        } else {
            answer(exchange, 200, "{\"id_token\":\"" + idToken(asked.getOrDefault("nonce", "")) + "\"}");
        }
    }

    private String idToken(String nonce) {
        try {
            JwtClaims all = new JwtClaims();
            all.setIssuer(uri().toString());
            all.setAudience(List.of(CLIENT));
            all.setClaim("nonce", nonce);
            claims.forEach((name, value) -> {
                if (name.equals("exp")) {
                    all.setExpirationTime(NumericDate.fromSeconds((Long) value));
                } else {
                    all.setClaim(name, value);
                }
            });
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(all.toJson());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            token.setKeyIdHeaderValue(signer.getKeyId());
            token.setKey(signer.getPrivateKey());
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            String[] field = pair.split("=", 2);
            fields.put(field[0], URLDecoder.decode(field[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(status, bytes.length);
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
