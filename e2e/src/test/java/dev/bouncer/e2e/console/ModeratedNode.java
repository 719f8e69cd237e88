package dev.bouncer.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.e2e.clients.ClientRuntime;
import dev.bouncer.standalone.GeneratedKeys;
import dev.bouncer.standalone.Standalone;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A whole node, a moderator's browser before it, and users who come to it. */
final class ModeratedNode implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BouncerConfig config;
    private final Standalone node;
    private final Chromium browser;

    private ModeratedNode(BouncerConfig config, Standalone node) {
        this.config = config;
        this.node = node;
        this.browser = new Chromium(node.api());
    }

    static ModeratedNode start(Path data) {
        // First, so that nothing else is started where there is none.
        var _ = ClientRuntime.CHROMIUM.home();
        BouncerConfig config = GeneratedKeys.load(data, Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
                "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s", "BOUNCER_API_LIMITS_FAILURES",
                "unlimited"));
        return new ModeratedNode(config, Standalone.start(config));
    }

    URI api() {
        return node.api();
    }

    Chromium browser() {
        return browser;
    }

    /** A backend's. */
    String key() {
        return GeneratedKeys.apiKey(config).reveal();
    }

    /** Begins anew, on a large screen by day. */
    void signIn() {
        browser.size(1200, 900);
        browser.dark(false);
        browser.open("/console/sign-in");
        browser.forgetCookies();
        browser.open("/console");
        browser.type("#key", GeneratedKeys.consoleKey(config).reveal());
        browser.click("article button");
        browser.awaitText("h1", "Blocks in force");
        var _ = browser.complaints();
    }

    void block(String user, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(block(user).PUT(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    boolean isBlocked(String user) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(block(user));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
        return answer.statusCode() == 200;
    }

    private HttpRequest.Builder block(String user) {
        return HttpRequest.newBuilder(node.api()
                .resolve("/v1/apps/demo/blocks/user/" + URLEncoder.encode(user, StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.header("Authorization", "Bearer " + key()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Client welcomed(String user) throws InterruptedException, JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setKey(new HmacKey(GeneratedKeys.tokenSecret(config).reveal().getBytes(StandardCharsets.UTF_8)));
        Client client = Client.connect(HTTP, node.edge(), "demo", token.getCompactSerialization());
        assertThat(client.next(Chromium.PATIENCE)).contains("\"welcome\"");
        return client;
    }

    @Override
    public void close() {
        browser.close();
        node.close();
    }
}
