package dev.bouncer.config.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.bouncer.config.TlsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Until when a process says that its certificate is good. */
final class CertificateExpiryTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path dir = Path.of(".");

    private TlsConfig certify(Instant until) {
        return AUTHORITY.certify("somebody", dir.resolve("a.pem"), dir.resolve("a.key"), until);
    }

    private Instant told(String port) {
        double seconds = meters.get("bouncer.tls.certificate.expiry").tag("port", port).gauge().value();
        return Instant.ofEpochSecond((long) seconds);
    }

    @Test
    void followsWhatIsRenewed() {
        Instant soon = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        Instant later = soon.plusSeconds(600);
        try (Tls tls = Tls.open("edge", certify(soon), meters)) {
            assertThat(tls.asksForCertificates()).isFalse();
            assertThat(told("edge")).isEqualTo(soon);

            certify(later);

            await().atMost(Duration.ofSeconds(20)).until(() -> told("edge").equals(later));
        }
        assertThat(meters.getMeters()).as("of what is closed").isEmpty();
    }

    @Test
    void isThatOfTheAuthorityWhereThatEndsFirst() {
        try (Tls tls = Tls.open("internal", certify(Instant.now().plus(Duration.ofDays(30))), meters)) {
            assertThat(tls.asksForCertificates()).isFalse();
            assertThat(told("internal")).isEqualTo(AUTHORITY.certificate().getNotAfter().toInstant());
        }
    }

    @Test
    void isToldOnceWhereTheSameIsShownTwice() {
        TlsConfig config = certify(Instant.now().plusSeconds(600));
        try (Tls listening = Tls.open("internal", config, meters);
                Tls asking = Tls.open("internal", config, meters);
                Tls another = Tls.open("api", config, meters)) {
            assertThat(asking.context()).isNotSameAs(listening.context()).isNotSameAs(another.context());
            assertThat(meters.getMeters()).hasSize(2);
        }
    }
}
