package dev.bouncer.config.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLException;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How the processes of a fleet ask each other with TLS. */
final class SecureHttpPortTest {
    private static final TestAuthority OURS = new TestAuthority("ours");
    private static final TestAuthority THEIRS = new TestAuthority("theirs");
    private static final MeterRegistry METERS = new SimpleMeterRegistry();

    @TempDir
    private Path dir = Path.of(".");

    private static HttpPort port(TlsConfig tls, boolean onlyProcesses) {
        HttpPort port = new HttpPort("a port", "127.0.0.1", 0,
                Map.of("/", exchange -> Answer.json(200, "{}").send(exchange)), tls, onlyProcesses, METERS);
        port.start();
        return port;
    }

    private static int ask(URI uri, @Nullable TlsConfig tls) throws IOException, InterruptedException {
        try (FleetClient client = new FleetClient(new InternalConfig(null, tls), Duration.ofSeconds(10), METERS)) {
            assertThat(client.scheme()).isEqualTo(tls == null ? "http" : "https");
            return client.http().send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                    BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void processesOfOneFleetUnderstandEachOtherAndNobodyElse() throws Exception {
        TlsConfig one = OURS.certifyProcess("one", dir);
        TlsConfig other = OURS.certifyProcess("other", dir);
        TlsConfig stranger = THEIRS.certifyProcess("stranger", dir);
        TlsConfig believesUs = new TlsConfig(stranger.certificate(), stranger.key(), one.ca());
        try (HttpPort port = port(one, true)) {
            assertThat(port.uri()).hasScheme("https");
            assertThat(ask(port.uri(), other)).isEqualTo(200);
            assertThatThrownBy(() -> ask(port.uri(), believesUs)).as("the certificate of another authority")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(port.uri(), stranger)).as("an authority that it does not know")
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> ask(port.uri(), null)).as("the JVM's authorities")
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void portOfHealthAsksNobodyForACertificate() throws Exception {
        TlsConfig one = OURS.certifyProcess("one", dir);
        try (HttpPort port = port(one, false)) {
            var http = java.net.http.HttpClient.newBuilder().sslContext(OURS.trusted()).build();
            try (http) {
                assertThat(http.send(HttpRequest.newBuilder(port.uri()).build(), BodyHandlers.discarding())
                        .statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void wrongFileStopsTheStart() {
        TlsConfig one = OURS.certifyProcess("one", dir);
        TlsConfig other = OURS.certifyProcess("other", dir);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> port(new TlsConfig(one.certificate(), other.key(), null), true).close())
                .withMessageStartingWith("bouncer.internal.tls.key: " + other.key());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ask(URI.create("http://127.0.0.1:1"),
                        new TlsConfig(one.certificate(), one.key(), dir.resolve("none"))))
                .withMessage("bouncer.internal.tls.ca: expected a file, but there is no " + dir.resolve("none"));
    }
}
