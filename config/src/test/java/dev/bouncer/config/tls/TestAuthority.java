package dev.bouncer.config.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.bouncer.config.TlsConfig;
import org.jspecify.annotations.Nullable;

/** An authority that nobody knows but the tests, and that certifies whatever is at 127.0.0.1. */
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");

    private final String name;
    private final KeyPair keys = keys("EC", 256);
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = name;
        this.certificate = certificate(name, keys, true, inAnHour());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Trusts this authority and nobody else. */
    public SSLContext trusted() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(name, certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes its own certificate. */
    public Path writeTo(Path file) {
        return write(file, pem("CERTIFICATE", encoded(certificate)));
    }

    /** Certifies somebody, and writes certificate and key, in PKCS #8, as if they had just been renewed. */
    public TlsConfig certify(String subject, Path certificateFile, Path keyFile) {
        return certify(subject, certificateFile, keyFile, inAnHour());
    }

    /** The same until then, in whole seconds. */
    public TlsConfig certify(String subject, Path certificateFile, Path keyFile, Instant until) {
        return certify(subject, keys("EC", 256), certificateFile, keyFile, null, until);
    }

    /** The same for processes that show each other certificates of this authority. */
    public TlsConfig certifyProcess(String subject, Path dir) {
        return certify(subject, keys("EC", 256), dir.resolve(subject + ".pem"), dir.resolve(subject + ".key"),
                writeTo(dir.resolve(subject + "-ca.pem")));
    }

    TlsConfig certify(String subject, KeyPair of, Path certificateFile, Path keyFile, @Nullable Path ca) {
        return certify(subject, of, certificateFile, keyFile, ca, inAnHour());
    }

    private TlsConfig certify(String subject, KeyPair of, Path certificateFile, Path keyFile, @Nullable Path ca,
            Instant until) {
        write(keyFile, pem("PRIVATE KEY", of.getPrivate().getEncoded()));
        write(certificateFile,
                "of " + subject + "\n" + pem("CERTIFICATE", encoded(certificate(subject, of, false, until)))
                        + pem("CERTIFICATE", encoded(certificate)));
        return new TlsConfig(certificateFile, keyFile, ca);
    }

    static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }

    /** In one step, as those do it who renew certificates. */
    static Path write(Path file, String text) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant inAnHour() {
        return Instant.now().plusSeconds(3600);
    }

    private X509Certificate certificate(String subject, KeyPair of, boolean authority, Instant until) {
        byte[] body = der(0x30, der(0xa0, hex("020102")),
                der(0x02, BigInteger.valueOf(SERIALS.getAndIncrement()).toByteArray()), ECDSA_SHA256, name(name),
                der(0x30, time(Instant.now().minusSeconds(3600)), time(until)),
                name(subject), of.getPublic().getEncoded(),
                der(0xa3, der(0x30, authority ? hex("300f0603551d130101ff040530030101ff") : addresses())));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] all = der(0x30, body, ECDSA_SHA256, der(0x03, new byte[]{0}, signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // subjectAltName: localhost and 127.0.0.1.
    private static byte[] addresses() {
        byte[] names = der(0x30, der(0x82, ascii("localhost")),
                der(0x87, InetAddress.getLoopbackAddress().getAddress()));
        return der(0x30, hex("0603551d11"), der(0x04, names));
    }

    private static byte[] name(String commonName) {
        return der(0x30, der(0x31, der(0x30, hex("0603550403"), der(0x0c, ascii(commonName)))));
    }

    private static byte[] time(Instant time) {
        return der(0x18, ascii(TIME.format(time)));
    }

    static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            all.writeBytes(new byte[]{(byte) 0x82, (byte) (length >> 8), (byte) length});
        } else if (length >= 0x80) {
            all.writeBytes(new byte[]{(byte) 0x81, (byte) length});
        } else {
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
