package dev.bouncer.api.console.oidc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.api.console.access.Identity;
import dev.bouncer.config.OidcConfig;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/** Reads the provider's ID tokens: whose they are, and for whom. Thread-safe. */
final class IdTokens {
    private static final int SKEW_SECONDS = 30;
    // The client's secret signs nothing here, so that a token is the provider's alone to make.
    private static final String[] ALGORITHMS = {AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384, AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512, AlgorithmIdentifiers.EDDSA};

    private final OidcConfig config;
    private final ProviderKeys keys;
    private final InstantSource clock;

    IdTokens(OidcConfig config, ProviderKeys keys, InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Whose a token is.
     *
     * @param subject what the provider knows them by
     */
    record Holder(String subject, Identity.Person person) {}

    /**
     * Whose token it is.
     *
     * @param nonce what it must say
     * @throws InvalidJwtException     if it is not one for us, now, and for that nonce
     * @throws MalformedClaimException if a claim is of another type than it must be
     */
    Holder read(String token, String nonce) throws InvalidJwtException, MalformedClaimException {
        JwtConsumer consumer = new JwtConsumerBuilder().setVerificationKeyResolver(keys)
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS)
                .setExpectedIssuer(config.issuer().toString()).setExpectedAudience(config.clientId())
                .setRequireExpirationTime().setRequireIssuedAt().setRequireSubject()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(SKEW_SECONDS).build();
        JwtClaims claims = consumer.processToClaims(token);
        if (!nonce.equals(claims.getClaimValueAsString("nonce")))
            throw new MalformedClaimException("nonce: not the one of this sign-in");
        String party = claims.getClaimValueAsString("azp");
        if (party != null && !party.equals(config.clientId()))
            throw new MalformedClaimException("azp: another client's");
        return new Holder(claims.getSubject(), new Identity.Person(name(claims), grants(claims)));
    }

    private String name(JwtClaims claims) throws MalformedClaimException {
        for (String claim : List.of(config.nameClaim(), "email")) {
            if (claims.getClaimValue(claim) instanceof String name && !name.isBlank() && mayAct(name))
                return name;
        }
        if (!mayAct(claims.getSubject())) throw new MalformedClaimException("sub: cannot stand in a command");
        return claims.getSubject();
    }

    // By the one rule there is, that of commands: otherwise they would all fail, and only then.
    private static boolean mayAct(String name) {
        try {
            Command _ = new Command.Terminate(new UUID(0, 0), SubjectKey.ofApp("console"), null, name, Instant.EPOCH);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Set<String> grants(JwtClaims claims) {
        Set<String> held = values(claims);
        Set<String> grants = new HashSet<>();
        for (OidcConfig.Grant grant : config.grants()) {
            if (grant.values().stream().anyMatch(held::contains)) grants.add(grant.name());
        }
        return grants;
    }

    private Set<String> values(JwtClaims claims) {
        return switch (find(claims.getClaimsMap(), config.rolesClaim())) {
            case String text -> Set.copyOf(Arrays.asList(text.split("[ ,]+")));
            case Collection<?> list -> Set.copyOf(list.stream().map(String::valueOf).distinct().toList());
            case null, default -> Set.of();
        };
    }

    // By its name, dots and all, and otherwise from claim to claim: realm_access.roles.
    private static @Nullable Object find(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) return claims.get(path);
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, path.substring(dot + 1))
                : null;
    }
}
