package dev.bouncer.edge.identity;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.TokenConfig;
import org.jose4j.base64url.Base64Url;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/**
 * Which app a token says it is for. It reads what nobody has verified, and so only finds the verifier, which then looks
 * at everything again. Immutable.
 */
final class TokenApps {
    private record Candidate(String app, TokenConfig tokens) {
        boolean isMarked() {
            return tokens.issuer() != null || tokens.audience() != null;
        }
    }

    private final List<Candidate> candidates;

    TokenApps(Collection<AppConfig> apps) {
        this.candidates = apps.stream().filter(app -> app.tokens() != null)
                .map(app -> new Candidate(app.name(), Objects.requireNonNull(app.tokens()))).toList();
    }

    /**
     * The one app whose configured issuer and audience are the token's; else the only one that takes tokens at all.
     *
     * @return null if it is neither
     */
    @Nullable
    String find(String token) {
        if (candidates.size() == 1) return candidates.getFirst().app();
        JwtClaims claims = unverified(token);
        if (claims == null) return null;
        List<Candidate> named = candidates.stream()
                .filter(candidate -> candidate.isMarked() && fits(candidate.tokens(), claims)).toList();
        return named.size() == 1 ? named.getFirst().app() : null;
    }

    private static boolean fits(TokenConfig tokens, JwtClaims claims) {
        try {
            return (tokens.issuer() == null || tokens.issuer().equals(claims.getIssuer()))
                    && (tokens.audience() == null || claims.getAudience().contains(tokens.audience()));
        } catch (MalformedClaimException e) {
            return false;
        }
    }

    // By hand, without the library's consumer: nothing that a stranger writes into the header is acted upon.
    private static @Nullable JwtClaims unverified(String token) {
        if (token.length() > TokenVerifier.MAX_TOKEN) return null;
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) return null;
        try {
            return JwtClaims.parse(Base64Url.decodeToUtf8String(parts[1]));
        } catch (InvalidJwtException | RuntimeException e) {
            return null;
        }
    }
}
