package dev.bouncer.config.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.config.ConfigException;

/** Certificates in a PEM file, in its order. What else is in it is passed over. */
final class CertificateFile {
    private CertificateFile() {}

    /**
     * One or more.
     *
     * @throws ConfigException if there is none, or one that cannot be read
     */
    static List<X509Certificate> read(String at, Path file) {
        List<X509Certificate> found = new ArrayList<>();
        for (Pem.Block block : Pem.read(at, file)) {
            if (!block.type().equals("CERTIFICATE")) continue;
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                if (factory.generateCertificate(
                        new ByteArrayInputStream(block.content())) instanceof X509Certificate certificate)
                    found.add(certificate);
            } catch (CertificateException | IllegalArgumentException e) {
                throw new ConfigException(at + ": " + file + ": certificate " + (found.size() + 1)
                        + " cannot be read: " + e.getMessage());
            }
        }
        if (found.isEmpty())
            throw new ConfigException(at + ": " + file + ": expected PEM certificates (BEGIN CERTIFICATE), found none");
        return List.copyOf(found);
    }
}
