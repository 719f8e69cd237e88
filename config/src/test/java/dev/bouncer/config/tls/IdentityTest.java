package dev.bouncer.config.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.TlsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is read from PEM files, and what is said of those that are wrong. */
final class IdentityTest {
    private static final String AT = "bouncer.edge.tls";
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    @TempDir
    private Path dir = Path.of(".");

    private Path certificate() {
        return dir.resolve("edge.pem");
    }

    private Path key() {
        return dir.resolve("edge.key");
    }

    @ParameterizedTest
    @CsvSource({"EC, 256", "EC, 521", "RSA, 2048", "Ed25519, 0"})
    void keysOfAllKindsAreRead(String algorithm, int bits) {
        KeyPair keys = TestAuthority.keys(algorithm, bits);
        TlsConfig config = AUTHORITY.certify("edge", keys, certificate(), key(), null);

        Identity identity = Identity.read(AT, config);

        assertThat(identity.chain()).hasSize(2);
        assertThat(identity.chain().getFirst().getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(identity.chain().getLast()).isEqualTo(AUTHORITY.certificate());
        assertThat(identity.key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void keysOfRsaAreReadInTheirOldFormToo() {
        KeyPair keys = TestAuthority.keys("RSA", 2048);
        TlsConfig config = AUTHORITY.certify("edge", keys, certificate(), key(), null);
        TestAuthority.write(key(), TestAuthority.pem("RSA PRIVATE KEY", insidePkcs8(keys.getPrivate(), 26)));

        assertThat(Identity.read(AT, config).key()).isEqualTo(keys.getPrivate());
    }

    // As 'openssl ecparam -genkey' writes it: the curve in a block of its own, and again in the key.
    @Test
    void keysOfCurvesAreReadInTheirOldFormToo() {
        KeyPair keys = TestAuthority.keys("EC", 256);
        TlsConfig config = AUTHORITY.certify("edge", keys, certificate(), key(), null);
        byte[] inner = insidePkcs8(keys.getPrivate(), 28);
        // Version and number, then the curve, which PKCS #8 has elsewhere.
        byte[] number = Arrays.copyOfRange(inner, 2, 2 + 3 + 2 + 32);
        byte[] curve = TestAuthority.hex("06082a8648ce3d030107");
        byte[] sec1 = TestAuthority.der(0x30, number, TestAuthority.der(0xa0, curve));
        TestAuthority.write(key(),
                TestAuthority.pem("EC PARAMETERS", curve) + TestAuthority.pem("EC PRIVATE KEY", sec1));

        assertThat(Identity.read(AT, config).key()).isInstanceOfSatisfying(ECPrivateKey.class,
                read -> assertThat(read.getS()).isEqualTo(((ECPrivateKey) keys.getPrivate()).getS()));
    }

    private static byte[] insidePkcs8(PrivateKey key, int from) {
        byte[] all = key.getEncoded();
        return Arrays.copyOfRange(all, from, all.length);
    }

    @Test
    void fileThatIsNotThereIsNamedWithItsKey() {
        TlsConfig config = AUTHORITY.certify("edge", certificate(), key());
        refused(new TlsConfig(dir.resolve("none.pem"), config.key(), null))
                .withMessage(
                        "bouncer.edge.tls.certificate: expected a file, but there is no " + dir.resolve("none.pem"));
        refused(new TlsConfig(config.certificate(), dir.resolve("none.key"), null))
                .withMessage("bouncer.edge.tls.key: expected a file, but there is no " + dir.resolve("none.key"));
        refused(new TlsConfig(dir, config.key(), null))
                .withMessageStartingWith("bouncer.edge.tls.certificate: cannot read " + dir);
    }

    @Test
    void fileOfAnotherKindIsRefused() {
        TlsConfig config = AUTHORITY.certify("edge", certificate(), key());
        refused(new TlsConfig(config.key(), config.key(), null)).withMessage("bouncer.edge.tls.certificate: " + key()
                + ": expected PEM certificates (BEGIN CERTIFICATE), found none");
        refused(new TlsConfig(config.certificate(), config.certificate(), null))
                .withMessageStartingWith("bouncer.edge.tls.key: " + certificate() + ": expected a private key in PEM")
                .withMessageEndingWith("found none");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        TlsConfig config = AUTHORITY.certify("edge", certificate(), key());
        AUTHORITY.certify("another", dir.resolve("another.pem"), key());
        refused(config).withMessage("bouncer.edge.tls.key: " + key()
                + ": expected the key of the first certificate in " + certificate() + ", found another one");
        TestAuthority.write(key(),
                TestAuthority.pem("PRIVATE KEY", TestAuthority.keys("RSA", 2048).getPrivate().getEncoded()));
        refused(config).withMessageEndingWith("found another one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ENCRYPTED PRIVATE KEY | expected a key that is not encrypted: 'openssl pkcs8 -topk8 -nocrypt' makes one
            PRIVATE KEY           | not encrypted; found one that cannot be read
            RSA PRIVATE KEY       | not encrypted; found one that cannot be read
            EC PRIVATE KEY        | not encrypted; found one that cannot be read
            DSA PRIVATE KEY       | found DSA PRIVATE KEY
            """)
    void keyThatCannotBeReadIsRefusedAndNotRepeated(String type, String message) {
        TlsConfig config = AUTHORITY.certify("edge", certificate(), key());
        TestAuthority.write(key(), TestAuthority.pem(type, new byte[]{0x30, 0x03, 0x02, 0x01, 0x07}));
        refused(config).withMessageStartingWith("bouncer.edge.tls.key: " + key() + ": ")
                .withMessageEndingWith(message).withMessageNotContaining("MAMCAQc");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        TlsConfig config = AUTHORITY.certify("edge", certificate(), key());
        String good = Files.readString(certificate());
        TestAuthority.write(certificate(), TestAuthority.pem("CERTIFICATE", new byte[]{1, 2, 3}));
        refused(config).withMessageStartingWith(
                "bouncer.edge.tls.certificate: " + certificate() + ": certificate 1 cannot be read");
        TestAuthority.write(certificate(), good);
        TestAuthority.write(key(), "-----BEGIN PRIVATE KEY-----\nabc=d=e\n-----END PRIVATE KEY-----\n");
        refused(config).withMessageEndingWith("found one that cannot be read");
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<ConfigException> refused(TlsConfig config) {
        return assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Identity.read(AT, config));
    }
}
