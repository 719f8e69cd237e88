package dev.bouncer.edge.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;

import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtContext;
import org.jspecify.annotations.Nullable;

/**
 * Tokens signed with a secret, read in a short way where there is one. An issuer writes the same header into every token:
 * one that the library found good, under a signature that was right, is good the next time too, and then only signature
 * and claims are left to look at. Whatever is not exactly that goes to the library, which alone decides what is refused.
 */
final class HmacTokens implements TokenReader {
    // An app has one or two issuers. Nobody without the secret can add one.
    private static final int MAX_HEADERS = 16;
    private static final Map<String, String> MACS = Map.of(AlgorithmIdentifiers.HMAC_SHA256, "HmacSHA256",
            AlgorithmIdentifiers.HMAC_SHA384, "HmacSHA384", AlgorithmIdentifiers.HMAC_SHA512, "HmacSHA512");

    private final Key secret;
    private final JwtConsumer library;
    private final JwtConsumer claimsAlone;
    // Encoded, each with the name of its algorithm for the JDK.
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    /**
     * @param library     demands all
     * @param claimsAlone demands the same, but no signature
     */
    HmacTokens(Key secret, JwtConsumer library, JwtConsumer claimsAlone) {
        this.secret = secret;
        this.library = library;
        this.claimsAlone = claimsAlone;
    }

    @Override
    public JwtClaims read(String token) throws InvalidJwtException {
        JwtClaims claims = claimsOfKnown(token);
        if (claims == null) return learn(token);
        claimsAlone.processContext(new JwtContext(token, claims, List.of()));
        return claims;
    }

    private JwtClaims learn(String token) throws InvalidJwtException {
        JwtContext read = library.process(token);
        // More than one: a token in a token.
        if (read.getJoseObjects().size() == 1 && read.getJoseObjects().getFirst() instanceof JsonWebSignature signed) {
            String mac = MACS.get(signed.getAlgorithmHeaderValue());
            if (mac != null && headers.size() < MAX_HEADERS)
                headers.put(token.substring(0, token.indexOf('.')), mac);
        }
        return read.getJwtClaims();
    }

    // Null: there is no short way.
    private @Nullable JwtClaims claimsOfKnown(String token) throws InvalidJwtException {
        int first = token.indexOf('.');
        int last = token.lastIndexOf('.');
        if (first < 0 || token.indexOf('.', first + 1) != last) return null;
        String algorithm = headers.get(token.substring(0, first));
        if (algorithm == null) return null;
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(secret);
            byte[] expected = mac.doFinal(token.substring(0, last).getBytes(StandardCharsets.US_ASCII));
            if (!MessageDigest.isEqual(expected, Base64.getUrlDecoder().decode(token.substring(last + 1)))) return null;
            return JwtClaims.parse(new String(Base64.getUrlDecoder().decode(token.substring(first + 1, last)),
                    StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }
}
