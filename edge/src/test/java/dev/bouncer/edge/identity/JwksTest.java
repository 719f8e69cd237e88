package dev.bouncer.edge.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.bouncer.config.TokenConfig.Verifier;
import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.Tokens;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Keys from a JWK set: fetched, kept, rotated, and gone. */
class JwksTest {
    private static final String CLAIMS = "{\"sub\":\"alice\"}";

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String body = "{\"keys\":[]}";
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Instant now = Instant.parse("2026-12-01T12:00:00Z");
    private HttpServer server;
    private Authenticator authenticator;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/keys.json", exchange -> {
            fetches.incrementAndGet();
            awaitGate();
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys.json?secret=x");
        authenticator = new Authenticator(List.of(Tokens.app("chat", new Verifier.Jwks(url))), () -> now);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        authenticator.close();
        server.stop(0);
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean counts(String token) {
        return authenticator.authenticate("chat", token,
                IpRange.parse("192.0.2.7")) instanceof Authentication.Authenticated;
    }

    private static JsonWebKey jwk(KeyPair pair, @Nullable String id, @Nullable String algorithm) throws Exception {
        JsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        key.setKeyId(id);
        key.setAlgorithm(algorithm);
        return key;
    }

    private void publish(JsonWebKey... keys) {
        body = new JsonWebKeySet(keys).toJson();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "ES384", "ES512", "EdDSA"})
    void takesTokensOfAPublishedKey(String algorithm) throws Exception {
        KeyPair pair = TokenTest.keyPair(algorithm);
        publish(jwk(pair, "k1", algorithm));
        String token = Tokens.sign(CLAIMS, algorithm, pair.getPrivate(), "k1");

        assertThat(counts(token)).isTrue();
        assertThat(counts(token)).isTrue();
        assertThat(fetches).hasValue(1);
        assertThat(counts(Tokens.sign(CLAIMS, algorithm, TokenTest.keyPair(algorithm).getPrivate(), "k1"))).isFalse();
    }

    @Test
    void findsARotatedKeyButAsksOnlySoOften() throws Exception {
        KeyPair first = TokenTest.keyPair("ES256");
        KeyPair second = TokenTest.keyPair("ES256");
        String token = Tokens.sign(CLAIMS, "ES256", second.getPrivate(), "k2");
        publish(jwk(first, "k1", null));
        assertThat(counts(Tokens.sign(CLAIMS, "ES256", first.getPrivate(), "k1"))).isTrue();

        publish(jwk(first, "k1", null), jwk(second, "k2", null));
        now = now.plus(JwksKeys.MIN_INTERVAL).minusMillis(1);
        assertThat(counts(token)).isFalse();
        assertThat(fetches).hasValue(1);
        now = now.plusMillis(1);
        assertThat(counts(token)).isTrue();
        assertThat(fetches).hasValue(2);
        for (int i = 0; i < 100; i++)
            assertThat(counts(Tokens.sign(CLAIMS, "ES256", second.getPrivate(), "unknown-" + i))).isFalse();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void forgetsAWithdrawnKeyAfterAWhile() throws Exception {
        KeyPair pair = TokenTest.keyPair("ES256");
        String token = Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "k1");
        publish(jwk(pair, "k1", null));
        assertThat(counts(token)).isTrue();

        publish();
        now = now.plus(JwksKeys.MAX_AGE).minusMillis(1);
        assertThat(counts(token)).isTrue();
        now = now.plusMillis(1);
        assertThat(counts(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "500", "html", "huge"})
    void goesOnWithTheLastKeysWhileTheSetCannotBeHad(String outage) throws Exception {
        KeyPair pair = TokenTest.keyPair("ES256");
        String token = Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "k1");
        publish(jwk(pair, "k1", null));
        assertThat(counts(token)).isTrue();
        String good = body;

        switch (outage) {
            case "gone" -> server.stop(0);
            case "500" -> status = 500;
            case "html" -> body = "<html>";
            default -> body = good + " ".repeat(2 * 1024 * 1024);
        }
        for (int day = 0; day < 3; day++) {
            now = now.plus(Duration.ofDays(1));
            assertThat(counts(token)).isTrue();
            assertThat(counts(Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "k2"))).isFalse();
        }
    }

    @Test
    void recoversFromAnOutageAtStart() throws Exception {
        KeyPair pair = TokenTest.keyPair("ES256");
        String token = Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "k1");
        status = 503;
        publish(jwk(pair, "k1", null));
        for (int i = 0; i < 10; i++)
            assertThat(counts(token)).isFalse();
        assertThat(fetches).hasValue(1);

        status = 200;
        now = now.plus(JwksKeys.MIN_INTERVAL);
        assertThat(counts(token)).isTrue();
    }

    @Test
    void doesNotKeepHoldersOfAKnownKeyWaiting() throws Exception {
        KeyPair pair = TokenTest.keyPair("ES256");
        publish(jwk(pair, "k1", null));
        String token = Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "k1");
        assertThat(counts(token)).isTrue();

        gate = new CountDownLatch(1);
        now = now.plus(JwksKeys.MIN_INTERVAL);
        CompletableFuture<Boolean> unknown = CompletableFuture
                .supplyAsync(() -> counts(Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "k2")));
        await().until(() -> fetches.get() == 2);
        now = now.plus(JwksKeys.MAX_AGE);
        assertThat(counts(token)).isTrue();
        assertThat(unknown).isNotDone();
        gate.countDown();
        assertThat(unknown.join()).isFalse();
    }

    @Test
    void bindsTheAlgorithmToTheKey() throws Exception {
        KeyPair rsa = TokenTest.keyPair("RS256");
        publish(jwk(rsa, "k1", "RS256"));

        assertThat(counts(Tokens.sign(CLAIMS, "RS256", rsa.getPrivate(), "k1"))).isTrue();
        assertThat(counts(Tokens.sign(CLAIMS, "RS512", rsa.getPrivate(), "k1"))).isFalse();
        assertThat(counts(Tokens.sign(CLAIMS, "HS256", Tokens.hmac("x".repeat(40)), "k1"))).isFalse();
        assertThat(counts(Tokens.sign(CLAIMS, "none", null, "k1"))).isFalse();
    }

    @Test
    void takesNoSecretsAndNoEncryptionKeysFromASet() throws Exception {
        String secret = "x".repeat(40);
        KeyPair pair = TokenTest.keyPair("ES256");
        JsonWebKey forEncryption = jwk(pair, "enc", null);
        forEncryption.setUse("enc");
        body = "{\"keys\":[" + new OctetSequenceJsonWebKey(Tokens.hmac(secret)).toJson(
                JsonWebKey.OutputControlLevel.INCLUDE_SYMMETRIC) + ',' + forEncryption.toJson()
                + ",{\"kty\":\"odd\"}]}";

        assertThat(counts(Tokens.sign(CLAIMS, "HS256", Tokens.hmac(secret), null))).isFalse();
        assertThat(counts(Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), "enc"))).isFalse();
        assertThat(counts(Tokens.sign(CLAIMS, "ES256", pair.getPrivate(), null))).isFalse();
    }

    @Test
    void triesTheKeysThatFitATokenThatNamesNone() throws Exception {
        KeyPair first = TokenTest.keyPair("ES256");
        KeyPair second = TokenTest.keyPair("ES256");
        publish(jwk(first, "k1", null), jwk(second, "k2", null), jwk(TokenTest.keyPair("RS256"), "k3", null));

        assertThat(counts(Tokens.sign(CLAIMS, "ES256", second.getPrivate(), null))).isTrue();
        assertThat(counts(Tokens.sign(CLAIMS, "ES256", TokenTest.keyPair("ES256").getPrivate(), null))).isFalse();
    }
}
