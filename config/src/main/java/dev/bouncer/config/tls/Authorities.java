package dev.bouncer.config.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import dev.bouncer.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed, and by name: each has to name the host that was asked. */
public final class Authorities {
    private Authorities() {}

    /**
     * Those in a PEM file, and no others. What is in it need not be an authority: its own certificate is believed, too.
     *
     * @param at what errors call it: where the file was named
     * @throws ConfigException if it cannot be read, or holds no certificate
     */
    public static X509ExtendedTrustManager in(String at, Path file) {
        return trusting(CertificateFile.read(at, file));
    }

    /** Those that the JVM believes. */
    public static X509ExtendedTrustManager ofJava() {
        return managing(null);
    }

    static X509ExtendedTrustManager trusting(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            return managing(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory cannot be made", e);
        }
    }

    private static X509ExtendedTrustManager managing(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) return found;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM's authorities cannot be read: " + e.getMessage(), e);
        }
        throw new IllegalStateException("this JVM has no X.509");
    }
}
