package dev.bouncer.edge.identity;

import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;

import org.jose4j.jws.AlgorithmIdentifiers;

/**
 * Which algorithms a key is for. The key decides, never the token: who may choose the algorithm signs with the public key
 * as if it were a secret.
 */
final class Algorithms {
    /** For a secret. */
    static final Set<String> HMAC = Set.of(AlgorithmIdentifiers.HMAC_SHA256, AlgorithmIdentifiers.HMAC_SHA384,
            AlgorithmIdentifiers.HMAC_SHA512);

    private static final Set<String> RSA = Set.of(AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384, AlgorithmIdentifiers.RSA_USING_SHA512);

    /** For public keys of any kind. */
    static final Set<String> PUBLIC_KEY = Set.of(AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384, AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512, AlgorithmIdentifiers.EDDSA);

    private Algorithms() {}

    /**
     * For that public key.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Set<String> of(Key key) {
        return switch (key) {
            case RSAPublicKey _ -> RSA;
            case ECPublicKey elliptic -> Set.of(ofCurve(elliptic.getParams().getCurve().getField().getFieldSize()));
            case EdECPublicKey _ -> Set.of(AlgorithmIdentifiers.EDDSA);
            default -> throw new IllegalArgumentException(
                    "expected an RSA, EC or Ed25519 public key, got one of " + key.getAlgorithm());
        };
    }

    private static String ofCurve(int fieldSize) {
        return switch (fieldSize) {
            case 256 -> AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
            case 384 -> AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384;
            case 521 -> AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512;
            default -> throw new IllegalArgumentException(
                    "expected a key on P-256, P-384 or P-521, got one of " + fieldSize + " bits");
        };
    }
}
