package dev.bouncer.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLException;

import dev.bouncer.api.http.HttpServer;
import dev.bouncer.config.ConfigException;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.config.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** An API that listens with TLS. */
final class TlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    @TempDir
    private Path dir = Path.of(".");

    private TlsConfig certify(String subject) {
        return AUTHORITY.certify(subject, dir.resolve("api.pem"), dir.resolve("api.key"));
    }

    private static HttpServer server(TlsConfig tls) {
        HttpServer server = new HttpServer("127.0.0.1", 0, tls, Duration.ofSeconds(5),
                HttpServer.IDLE_TIMEOUT,
                List.of(routes -> routes.get("/hello", context -> context.result(context.scheme()))),
                new SimpleMeterRegistry(), Tracing.off());
        try {
            server.start();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(AUTHORITY.trusted()).build();
    }

    private static HttpResponse<String> get(HttpClient http, URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri.resolve("/hello")).timeout(Duration.ofSeconds(20)).build(),
                BodyHandlers.ofString());
    }

    private static String shown(HttpResponse<String> answer) {
        try {
            X509Certificate certificate = (X509Certificate) answer.sslSession().orElseThrow()
                    .getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersByHttpsAndShowsARenewedCertificateToWhoeverComes() throws Exception {
        HttpServer server = server(certify("first"));
        try (server; HttpClient before = client(); HttpClient stranger = HttpClient.newHttpClient()) {
            assertThat(server.uri()).hasScheme("https");
            HttpResponse<String> answer = get(before, server.uri());
            assertThat(answer.body()).isEqualTo("https");
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(shown(answer)).isEqualTo("CN=first");
            assertThatThrownBy(() -> get(stranger, server.uri())).isInstanceOf(SSLException.class);

            certify("second");

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (HttpClient after = client()) {
                    return shown(get(after, server.uri())).equals("CN=second");
                }
            });
            assertThat(shown(get(before, server.uri()))).as("on the connection that there was").isEqualTo("CN=first");
        }
    }

    @Test
    void wrongFileStopsTheStartAndIsNamed() {
        TlsConfig good = certify("api");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> server(new TlsConfig(good.key(), good.key(), null)).close())
                .withMessage("bouncer.api.tls.certificate: " + good.key()
                        + ": expected PEM certificates (BEGIN CERTIFICATE), found none");
    }
}
