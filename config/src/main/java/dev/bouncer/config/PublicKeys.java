package dev.bouncer.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Public keys in PEM: {@code -----BEGIN PUBLIC KEY-----} (X.509 SubjectPublicKeyInfo) of RSA, EC or Ed25519. */
final class PublicKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private static final String EXPECTED = "expected a PEM public key (BEGIN PUBLIC KEY) of RSA, EC or Ed25519";

    private PublicKeys() {}

    static PublicKey parse(String pem) {
        String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("(\\s|\\\\n)+", "");
        X509EncodedKeySpec spec = new X509EncodedKeySpec(decoded(base64));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(spec);
            } catch (GeneralSecurityException e) {
                // Of another kind: the encoding says which only to the right factory.
            }
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }
}
