package dev.bouncer.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.TokenConfig;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What tokens of an app must look like, and how one is made.
 *
 * @param config as the edge has it
 */
record TokenSettings(TokenConfig config) {
    private static final String DEFAULT_DEVICE_CLAIM = "device";

    /** Where an app's settings come from when nobody says. */
    @FunctionalInterface
    interface Known {
        /** The settings of the app; nothing where they are not known. */
        Optional<TokenSettings> of(String app);
    }

    /** @throws CommandFailed if the configuration has no such app, or no tokens for it */
    static TokenSettings of(BouncerConfig config, String app) {
        AppConfig settings = config.apps().get(app);
        if (settings == null) throw new CommandFailed(ExitStatus.USAGE, "the configuration has no app '" + app + "'");
        if (settings.tokens() == null)
            throw new CommandFailed(ExitStatus.USAGE, "the configuration has no bouncer.apps." + app + ".tokens");
        return new TokenSettings(settings.tokens());
    }

    /**
     * A token, signed.
     *
     * @throws CommandFailed if the app's tokens are not signed with a secret
     */
    String token(String user, @Nullable String jti, @Nullable String device, Instant now, Duration length) {
        if (!(config.verifier() instanceof TokenConfig.Verifier.Hmac(var secret))) {
            throw new CommandFailed(ExitStatus.USAGE,
                    "the app's tokens are signed with a key that is not ours: only those of hmac-secret can be made here");
        }
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(length).getEpochSecond()));
        if (config.issuer() != null) claims.setIssuer(config.issuer());
        if (config.audience() != null) claims.setAudience(config.audience());
        if (jti != null) claims.setJwtId(jti);
        if (device != null)
            claims.setClaim(Objects.requireNonNullElse(config.deviceClaim(), DEFAULT_DEVICE_CLAIM), device);

        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setHeader("typ", "JWT");
        token.setKey(new HmacKey(secret.reveal().getBytes(StandardCharsets.UTF_8)));
        // Whether the secret is long enough is for the edge to say.
        token.setDoKeyValidation(false);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new CommandFailed(ExitStatus.FAILED, "the token cannot be signed: " + e.getMessage(), e);
        }
    }
}
