package dev.bouncer.config.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.TlsConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What one port, or those who ask, do TLS with. A certificate that is renewed counts from the next handshake on, and no
 * connection is closed for it. Thread-safe; open as long as there may be handshakes.
 */
public final class Tls implements AutoCloseable {
    /** What is spoken: all that came before is broken. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final String EXPIRY = "bouncer.tls.certificate.expiry";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final SSLContext context;
    private final RenewedIdentity identity;
    private final boolean asksForCertificates;
    private final Runnable unmeasured;

    private Tls(SSLContext context, RenewedIdentity identity, boolean asksForCertificates, Runnable unmeasured) {
        this.context = context;
        this.identity = identity;
        this.asksForCertificates = asksForCertificates;
        this.unmeasured = unmeasured;
    }

    /**
     * Reads the files, and looks for newer ones from then on; the authorities are read this once.
     *
     * @param port   whose it is, as it is configured at {@code bouncer.PORT.tls}: {@code api}, {@code edge}, {@code internal}
     * @param meters has {@code bouncer_tls_certificate_expiry_seconds} of that port as long as this is open: when the
     *               certificate that is shown ends, or the first of those above it, in seconds since the epoch
     * @throws ConfigException if a file cannot be read, or holds something else; it names the key and the file
     */
    public static Tls open(String port, TlsConfig config, MeterRegistry meters) {
        String at = "bouncer." + port + ".tls";
        Identity first = Identity.read(at, config);
        List<X509Certificate> authorities = config.ca() == null
                ? List.of()
                : CertificateFile.read(at + ".ca", config.ca());
        RenewedIdentity identity = new RenewedIdentity(at, config, first, LOOK_EVERY);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // Null: whom the JVM trusts.
            TrustManager[] trust = authorities.isEmpty()
                    ? null
                    : new TrustManager[]{Authorities.trusting(authorities)};
            context.init(new KeyManager[]{identity}, trust, null);
            identity.watch();
            return new Tls(context, identity, config.ca() != null, measure(identity, port, meters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(at + ": " + e.getMessage(), e);
        }
    }

    // Who listens and asks with the same files has them open twice, and says it once.
    private static Runnable measure(RenewedIdentity identity, String port, MeterRegistry meters) {
        if (meters.find(EXPIRY).tag("port", port).gauge() != null) return () -> {};
        Gauge gauge = Gauge.builder(EXPIRY, identity, shown -> shown.ends().getEpochSecond()).strongReference(true)
                .tag("port", port).baseUnit("seconds")
                .description("When the certificate in use ends, in seconds since the epoch").register(meters);
        return () -> meters.remove(gauge);
    }

    /** For servers and clients. */
    public SSLContext context() {
        return context;
    }

    /** Whether who listens asks who calls for a certificate of the authorities. */
    public boolean asksForCertificates() {
        return asksForCertificates;
    }

    @Override
    public void close() {
        unmeasured.run();
        identity.close();
    }
}
