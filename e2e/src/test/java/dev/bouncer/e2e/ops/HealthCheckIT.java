package dev.bouncer.e2e.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.e2e.clients.ClientRuntime;
import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image's health check, run by busybox as it is there, against processes. */
@ExtendWith(SharedBroker.class)
class HealthCheckIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path dir = Path.of(".");
    private String busybox = "";
    private Path script = Path.of(".");

    @BeforeEach
    void takeBusyboxFromWhereItIs() throws Exception {
        busybox = ClientRuntime.DEBIAN.home().resolve("bin/busybox").toString();
        String text = Files.readString(OpsFolder.HOME.resolve("build/image-health"), UTF_8);
        assertThat(text).contains("/bin/busybox wget ");
        script = Files.writeString(dir.resolve("health"), text.replace("/bin/busybox", busybox));
    }

    private int ask(String what, String process, int port) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(busybox, "sh", script.toString(), what).inheritIO();
        // Nobody listens on port 1.
        builder.environment().putAll(Map.of("BOUNCER_API_PORT", "1", "BOUNCER_EDGE_PORT", "1", "BOUNCER_STREAMS_PORT",
                "1"));
        builder.environment().put("BOUNCER_" + process + "_PORT", Integer.toString(port));
        Process asking = builder.start();
        assertThat(asking.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return asking.exitValue();
    }

    @Test
    void a_process_that_is_ready_is_alive_and_ready() throws Exception {
        try (CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 1);
                Fleet fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir)) {
            int api = fleet.startApi().uri().getPort();

            assertThat(ask("live", "API", api)).isZero();
            assertThat(ask("ready", "API", api)).isZero();
            assertThat(ask("ready", "STREAMS", api)).as("by whichever of the three ports").isZero();
            assertThat(ask("nothing-of-the-kind", "API", api)).isEqualTo(1);
        }
        assertThat(ask("live", "API", freePort())).as("where nobody listens").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_process_that_waits_for_kafka_is_alive_and_not_ready(boolean withTls) throws Exception {
        int port = freePort();
        Map<String, Object> edge = new HashMap<>(Map.of("port", port, "id", "edge-1"));
        if (withTls) {
            TlsConfig tls = AUTHORITY.certifyProcess("edge-1", dir);
            edge.put("tls", Map.of("certificate", tls.certificate().toString(), "key", tls.key().toString()));
        }
        BouncerConfig config = ConfigFile.parse(Map.of("bouncer", Map.of("kafka",
                Map.of("bootstrap-servers", "127.0.0.1:1"), "data-dir", dir.resolve("edge").toString(), "edge", edge,
                "apps",
                Map.of("chat", Map.of("tokens", Map.of("hmac-secret", Fleet.TOKEN_SECRET))))), "the test", Map.of());
        Thread starting = Thread.ofPlatform().start(() -> {
            try {
                Edge.start(config).close();
            } catch (IllegalStateException e) {
                // It was told to give up.
            }
        });
        try {
            await().atMost(SOON).until(() -> ask("live", "EDGE", port) == 0);
            assertThat(ask("ready", "EDGE", port)).isEqualTo(1);
        } finally {
            starting.interrupt();
            starting.join(SOON);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
