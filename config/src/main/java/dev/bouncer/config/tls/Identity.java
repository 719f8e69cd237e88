package dev.bouncer.config.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.TlsConfig;

/**
 * What a process shows to prove who it is.
 *
 * @param chain its certificate, and those above it
 * @param key   fits the first of them
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] ANYTHING = {1};

    /** @throws ConfigException if either file cannot be read, or they do not belong together */
    static Identity read(String at, TlsConfig config) {
        List<X509Certificate> chain = CertificateFile.read(at + ".certificate", config.certificate());
        PrivateKey key = KeyFile.read(at + ".key", config.key());
        if (!fits(key, chain.getFirst().getPublicKey())) {
            throw new ConfigException(at + ".key: " + config.key() + ": expected the key of the first certificate in "
                    + config.certificate() + ", found another one");
        }
        return new Identity(chain, key);
    }

    /** When the first of the chain ends: nobody believes any of it from then on. */
    Instant ends() {
        return chain.stream().map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder()).orElseThrow();
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(algorithm(certified));
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(Key key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
