package dev.bouncer.config.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;

import dev.bouncer.config.TlsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom a process says that it is while its files are being changed. */
final class RenewedIdentityTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    @TempDir
    private Path dir = Path.of(".");

    private RenewedIdentity identity(TlsConfig config) {
        return new RenewedIdentity("bouncer.edge.tls", config, Identity.read("bouncer.edge.tls", config),
                Duration.ofDays(1));
    }

    private static String shown(RenewedIdentity identity) {
        return shown(identity, identity.chooseEngineServerAlias("EC", null, null));
    }

    private static String shown(RenewedIdentity identity, @Nullable String alias) {
        X509Certificate[] chain = identity.getCertificateChain(alias);
        return chain == null ? "nobody" : chain[0].getSubjectX500Principal().getName();
    }

    @Test
    void renewedFilesCountFromTheNextLookOn() {
        Path certificate = dir.resolve("edge.pem");
        Path key = dir.resolve("edge.key");
        try (RenewedIdentity identity = identity(AUTHORITY.certify("first", certificate, key))) {
            identity.look();
            assertThat(shown(identity)).isEqualTo("CN=first");
            String before = identity.chooseEngineServerAlias("EC", null, null);

            AUTHORITY.certify("second", certificate, key);
            assertThat(shown(identity)).isEqualTo("CN=first");
            identity.look();

            assertThat(shown(identity)).isEqualTo("CN=second");
            assertThat(shown(identity, before)).as("in a handshake that had begun").isEqualTo("CN=first");
            assertThat(identity.getPrivateKey(before)).isNotNull()
                    .isNotEqualTo(identity.getPrivateKey(identity.chooseEngineServerAlias("EC", null, null)));
        }
    }

    @Test
    void halfRenewedFilesChangeNothingUntilTheOtherHalfIsThere() {
        Path certificate = dir.resolve("edge.pem");
        Path key = dir.resolve("edge.key");
        try (RenewedIdentity identity = identity(AUTHORITY.certify("first", certificate, key))) {
            AUTHORITY.certify("second", certificate, dir.resolve("next.key"));
            identity.look();
            assertThat(shown(identity)).isEqualTo("CN=first");

            TestAuthority.write(certificate, "nothing at all");
            identity.look();
            assertThat(shown(identity)).isEqualTo("CN=first");

            AUTHORITY.certify("third", certificate, key);
            identity.look();
            assertThat(shown(identity)).isEqualTo("CN=third");
        }
    }

    @Test
    void whoeverKnowsOtherKindsOfKeysOnlyIsShownNothing() {
        TlsConfig config = AUTHORITY.certify("edge", dir.resolve("edge.pem"), dir.resolve("edge.key"));
        try (RenewedIdentity identity = identity(config)) {
            assertThat(identity.chooseEngineServerAlias("RSA", null, null)).isNull();
            assertThat(identity.chooseEngineClientAlias(new String[]{"RSA", "EC"}, null, null)).isNotNull();
            assertThat(identity.getCertificateChain("another")).isNull();
        }
    }
}
