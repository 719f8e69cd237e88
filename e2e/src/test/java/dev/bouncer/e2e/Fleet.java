package dev.bouncer.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.edge.Edge;
import dev.bouncer.streams.ModerationStreams;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Bouncer's processes, as many of each as a test wants, in this JVM, on one broker. */
public final class Fleet implements AutoCloseable {
    public static final String APP = "chat";
    public static final String PUSHER_APP_ID = "4711";
    public static final String PUSHER_KEY = "a-pusher-key";
    public static final String PUSHER_SECRET = "a-secret-of-the-pusher-app-0123456789";
    public static final String SECRET = "a-secret-of-the-backend-0123456789";
    public static final String GUARD_SECRET = "a-secret-of-the-guard-0123456789";
    public static final String OPERATOR_SECRET = "a-secret-of-the-operator-0123456789";
    public static final String TOKEN_SECRET = "a-secret-of-the-tokens-0123456789abcdef";

    public static final String INTERNAL_SECRET = "a-secret-of-the-fleet-0123456789";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String bootstrapServers;
    private final String prefix;
    private final Path dir;
    private final Map<String, ?> routes;
    private final Function<String, Map<String, ?>> more;
    private @Nullable URI collector;
    private int started;

    public Fleet(String bootstrapServers, String prefix, Path dir) {
        this(bootstrapServers, prefix, dir, Map.of());
    }

    /** @param routes those of the app, as in the configuration */
    public Fleet(String bootstrapServers, String prefix, Path dir, Map<String, ?> routes) {
        this(bootstrapServers, prefix, dir, routes, _ -> Map.of());
    }

    /** @param more settings below {@code bouncer}, of a process by its name */
    public Fleet(String bootstrapServers, String prefix, Path dir, Map<String, ?> routes,
            Function<String, Map<String, ?>> more) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
        this.dir = dir;
        this.routes = routes;
        this.more = more;
    }

    /** Processes that are started from now on tell their part in traces there; null: nowhere. */
    public void traceTo(@Nullable URI otlpEndpoint) {
        collector = otlpEndpoint;
    }

    private BouncerConfig config(String name) {
        return config(name, Map.of());
    }

    /** @param last settings below {@code bouncer} that count more than the others */
    BouncerConfig config(String name, Map<String, ?> last) {
        Map<String, Object> bouncer = new HashMap<>();
        bouncer.put("kafka", Map.of("bootstrap-servers", bootstrapServers, "topic-prefix", prefix,
                "replication-factor", 1));
        bouncer.put("data-dir", dir.resolve(name).toString());
        bouncer.put("api", Map.of("port", 0, "publish-timeout", "3s", "stale-after", "10s"));
        bouncer.put("edge", Map.of("port", 0, "id", name, "drain", "100ms", "stale-after", "10s"));
        bouncer.put("streams", Map.of("port", 0, "expiry-grace", "500ms"));
        if (collector != null) bouncer.put("tracing", Map.of("otlp-endpoint", collector.toString()));
        bouncer.put("internal", Map.of("secret", INTERNAL_SECRET));
        bouncer.put("apps", Map.of(APP,
                Map.of("keys",
                        Map.of("backend", Map.of("secret", SECRET, "scopes", List.of("moderate", "read")), "guard",
                                Map.of("secret", GUARD_SECRET, "scopes", "check"), "operator",
                                Map.of("secret", OPERATOR_SECRET, "scopes", "admin")),
                        "tokens", Map.of("hmac-secret", TOKEN_SECRET), "routes", routes,
                        "pusher", Map.of("app-id", PUSHER_APP_ID, "key", PUSHER_KEY, "secret", PUSHER_SECRET))));
        bouncer.putAll(more.apply(name));
        bouncer.putAll(last);
        return ConfigFile.parse(Map.of("bouncer", bouncer), "the test", Map.of());
    }

    public Api startApi() {
        return keep(Api.start(config("api-" + started++)));
    }

    public ModerationStreams startStreams() {
        return startStreams("streams-" + started++);
    }

    ModerationStreams startStreams(String name) {
        return keep(ModerationStreams.start(config(name)));
    }

    public Edge startEdge(String name) {
        return keep(Edge.start(config(name)));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    Client connect(Edge edge, String user) {
        return connect(edge.uri(), user);
    }

    Client connect(URI edge, String user) {
        return connectWith(edge, token(user));
    }

    Client connectWith(URI edge, String token) {
        return Client.connect(http, edge, APP, token);
    }

    /** Connects and sees to it that the client is welcomed. */
    public Client welcomed(Edge edge, String user) throws InterruptedException {
        return welcomed(edge.uri(), user);
    }

    /** The same of an edge that is a process. */
    Client welcomed(URI edge, String user) throws InterruptedException {
        Client client = connect(edge, user);
        String frame = client.next(Duration.ofSeconds(20));
        if (frame == null || !frame.contains("\"welcome\"")) {
            throw new AssertionError(user + " was not welcomed but told " + frame);
        }
        return client;
    }

    /** Whether the edge lets the user in now. */
    public boolean letsIn(Edge edge, String user) {
        try (Client client = connect(edge, user)) {
            String frame = client.next(Duration.ofSeconds(20));
            return frame != null && frame.contains("\"welcome\"");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String token(String user) {
        return token(user, null, Instant.now());
    }

    /**
     * @param id       null: it has none
     * @param issuedAt cut to seconds
     */
    public static String token(String user, @Nullable String id, Instant issuedAt) {
        JwtClaims claims = new JwtClaims();
        if (id != null) claims.setJwtId(id);
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        return signed(user, claims);
    }

    /** A token that says, in its claim {@code first_seen}, when the application first saw the user; cut to seconds. */
    public static String tokenOfSeen(String user, Instant firstSeen) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuedAtToNow();
        claims.setClaim("first_seen", firstSeen.getEpochSecond());
        return signed(user, claims);
    }

    private static String signed(String user, JwtClaims claims) {
        try {
            claims.setSubject(user);
            claims.setExpirationTimeMinutesInTheFuture(60);
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKey(new HmacKey(TOKEN_SECRET.getBytes(StandardCharsets.UTF_8)));
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> call(Api api, String method, String path, String body) {
        return call(api.uri().resolve("/v1/apps/" + APP + path), SECRET, method, body);
    }

    /** Asks what only operators may. */
    HttpResponse<String> operate(Api api, String method, String path) {
        return call(api.uri().resolve(path), OPERATOR_SECRET, method, "");
    }

    private HttpResponse<String> call(URI uri, String secret, String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + secret)
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a command and sees to it that it is acknowledged. */
    public void done(Api api, String method, String path, String body) {
        HttpResponse<String> answer = call(api, method, path, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    method + " " + path + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
