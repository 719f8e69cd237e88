package dev.bouncer.edge.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.edge.gateway.Gateway;
import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.identify.Identification;
import dev.bouncer.edge.gateway.route.Routes;
import dev.bouncer.edge.health.HealthRoutes;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.nativ.NativeProtocol;
import dev.bouncer.edge.server.EdgeServer;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.SessionRegistry;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * An edge that knows of no commands, on the loopback interface: sessions, metrics and blocklist of its own, one app with a
 * secret that nobody is told. Thread-safe.
 */
final class Stage implements AutoCloseable {
    private static final String APP = "rehearsal";
    private static final Duration WHILE = Duration.ofSeconds(10);
    // As long as a real one, which also has a name and times in it.
    private static final String CLAIMS = "{\"sub\":\"somebody-1234\",\"jti\":\"0198c1d2\",\"iat\":1700000000,\"exp\":99999999999}";
    private static final byte[] GOODBYE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};
    private static final int TIMEOUT_MILLIS = 3000;

    private final EdgeMetrics metrics = new EdgeMetrics(Set.of(APP));
    private final Timers timers = new Timers(InstantSource.system());
    private final Authenticator authenticator;
    private final Identification identification;
    private final EdgeServer server;
    private final byte[] request;
    private final InetSocketAddress address;

    private Stage(Secret secret) {
        List<AppConfig> apps = List.of(new AppConfig(APP, List.of(),
                new TokenConfig(new TokenConfig.Verifier.Hmac(secret), null, null, null)));
        SessionRegistry registry = new SessionRegistry();
        Admission admission = new Admission(BlocklistView.empty(), registry, () -> Readiness.READY,
                InstantSource.system());
        Sessions sessions = new Sessions(registry, admission, timers, metrics, Map.of(APP, apps.getFirst()),
                UUID::randomUUID);
        EdgeConfig config = new EdgeConfig("127.0.0.1", 0, APP, List.of(), Duration.ZERO, WHILE, Duration.ZERO, WHILE);
        Routes routes = new Routes(apps);
        this.authenticator = new Authenticator(apps, InstantSource.system());
        this.identification = new Identification(authenticator, routes.all(), InstantSource.system());
        this.server = new EdgeServer(config, List.of(new NativeProtocol(sessions, authenticator)),
                executor -> new Gateway(routes, identification,
                        new Dialects(authenticator, apps), sessions, metrics,
                        config, timers, InstantSource.system(), executor),
                new HealthRoutes(() -> Readiness.READY, () -> false, metrics), () -> true, timers,
                InstantSource.system(), metrics.registry());
        server.start();
        URI uri = server.uri();
        this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
        this.request = ("GET /v1/apps/" + APP + "/connect?token=" + token(secret) + " HTTP/1.1\r\nHost: "
                + uri.getHost()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalStateException if it cannot listen */
    static Stage open() {
        return new Stage(new Secret(UUID.randomUUID().toString() + UUID.randomUUID()));
    }

    private static String token(Secret secret) {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(CLAIMS);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setKey(new HmacKey(secret.reveal().getBytes(StandardCharsets.UTF_8)));
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client comes, is welcomed, and goes. */
    void visit() throws IOException {
        try (Socket client = new Socket()) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(TIMEOUT_MILLIS);
            client.connect(address, TIMEOUT_MILLIS);
            client.getOutputStream().write(request);
            awaitWelcome(client.getInputStream());
            client.getOutputStream().write(GOODBYE);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void awaitWelcome(InputStream in) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        byte[] bytes = new byte[1024];
        while (!heard.toString(StandardCharsets.UTF_8).contains("welcome")) {
            int count = in.read(bytes);
            if (count < 0) throw new IOException("closed before a welcome");
            heard.write(bytes, 0, count);
        }
    }

    /** How many clients were welcomed. */
    String metrics() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        server.close();
        identification.close();
        authenticator.close();
        timers.close();
        metrics.close();
    }
}
