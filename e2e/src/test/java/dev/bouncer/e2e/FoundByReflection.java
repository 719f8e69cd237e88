package dev.bouncer.e2e;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.sasl.Sasl;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.bouncer.config.tls.Authorities;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.config.tls.Tls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;

/**
 * Uses what no look into the jars finds, since it is found by reflection or by name: how Kafka's clients sign in, and what
 * signing in at the console by a provider takes. {@link ImageIT} runs it with the image's modules. Prints what it has done.
 */
final class FoundByReflection {
    private static final String LOGIN = "org.apache.kafka.common.security.";

    private FoundByReflection() {}

    public static void main(String[] args) throws Exception {
        kafka("PLAIN", LOGIN + "plain.PlainLoginModule required username=\"a\" password=\"b\";", Map.of());
        kafka("SCRAM-SHA-512", LOGIN + "scram.ScramLoginModule required username=\"a\" password=\"b\";", Map.of());
        kafkaByToken();
        signature("RS256", RsaJwkGenerator.generateJwk(2048));
        signature("PS256", RsaJwkGenerator.generateJwk(2048));
        signature("ES256", EcJwkGenerator.generateJwk(EllipticCurves.P256));
        signature("ES512", EcJwkGenerator.generateJwk(EllipticCurves.P521));
        signature("EdDSA", OkpJwkGenerator.generateJwk("Ed25519"));
        provider();
    }

    private static void kafka(String mechanism, String login, Map<String, String> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol",
                "SASL_SSL", "sasl.mechanism", mechanism, "sasl.jaas.config", login));
        settings.putAll(more);
        // Made, it has signed in as far as that goes without a broker.
        Admin.create(settings).close(Duration.ZERO);
        Objects.requireNonNull(Sasl.createSaslClient(new String[]{mechanism}, null, "kafka", "127.0.0.1", Map.of(),
                new Credentials()), mechanism);
        System.out.println(mechanism);
    }

    private static final class Credentials implements AuthenticateCallbackHandler {
        @Override
        public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> logins) {
            // There is nothing to choose.
        }

        @Override
        public void handle(Callback[] callbacks) {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) name.setName("a");
                if (callback instanceof PasswordCallback password) password.setPassword(new char[]{'b'});
            }
        }

        @Override
        public void close() {
            // There is nothing open.
        }
    }

    private static void kafkaByToken() throws Exception {
        long now = Instant.now().getEpochSecond();
        byte[] answer = ("{\"access_token\":\"" + encoded("{\"alg\":\"none\"}") + '.' + encoded(
                "{\"sub\":\"a\",\"iat\":" + now + ",\"exp\":" + (now + 300) + ",\"scope\":\"s\"}") + ".c2lnbmVk\"}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
        System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", url);
        try {
            kafka("OAUTHBEARER",
                    LOGIN + "oauthbearer.OAuthBearerLoginModule required clientId=\"a\" clientSecret=\"b\";",
                    Map.of("sasl.login.callback.handler.class", LOGIN + "oauthbearer.OAuthBearerLoginCallbackHandler",
                            "sasl.oauthbearer.token.endpoint.url", url));
        } finally {
            server.stop(0);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void signature(String algorithm, PublicJsonWebKey key) throws Exception {
        JsonWebSignature signed = new JsonWebSignature();
        signed.setPayload("{}");
        signed.setAlgorithmHeaderValue(algorithm);
        signed.setKey(key.getPrivateKey());
        JsonWebSignature read = new JsonWebSignature();
        read.setCompactSerialization(signed.getCompactSerialization());
        read.setKey(key.getPublicKey());
        if (!read.verifySignature()) throw new IllegalStateException(algorithm);
        System.out.println(algorithm);
    }

    private static void provider() throws Exception {
        if (Authorities.ofJava().getAcceptedIssuers().length == 0) throw new IllegalStateException("believes nobody");
        Path dir = Files.createTempDirectory("provider");
        TestAuthority authority = new TestAuthority("an authority");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Tls tls = Tls.open("api", authority.certify("provider", dir.resolve("a.pem"), dir.resolve("a.key")),
                new SimpleMeterRegistry());
                HttpClient http = HttpClient.newBuilder().sslContext(authority.trusted()).build()) {
            server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            System.out.println(List.of(answer.statusCode(), answer.sslSession().orElseThrow().getProtocol()));
        } finally {
            server.stop(0);
        }
    }
}
