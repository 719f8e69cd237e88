package dev.bouncer.edge.identity;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;

import dev.bouncer.config.TokenConfig;
import dev.bouncer.config.TokenConfig.Verifier;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.IssValidator;
import org.jose4j.jwt.consumer.AudValidator;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.NumericDateValidator;
import org.jose4j.jwt.consumer.SubValidator;
import org.jose4j.keys.HmacKey;

/** What an app demands of a token, as the library's consumer. */
final class Consumers {
    private Consumers() {}

    /** @throws IllegalArgumentException if the key cannot verify tokens */
    static JwtConsumer of(String app, TokenConfig tokens, HttpClient http, InstantSource clock) {
        // The library's own validators go by the system's clock; these are the same ones, by ours.
        JwtConsumerBuilder builder = new JwtConsumerBuilder().setSkipAllDefaultValidators()
                .registerValidator(times(clock)).registerValidator(new SubValidator(false));
        if (tokens.issuer() != null) builder.registerValidator(new IssValidator(tokens.issuer(), true));
        if (tokens.audience() != null) builder.registerValidator(new AudValidator(Set.of(tokens.audience()), true));

        switch (tokens.verifier()) {
            case Verifier.Hmac(var secret) -> {
                // Secrets in use elsewhere may be shorter than the library wants them.
                builder.setVerificationKey(new HmacKey(secret.reveal().getBytes(StandardCharsets.UTF_8)))
                        .setRelaxVerificationKeyValidation();
                permit(builder, Algorithms.HMAC);
            }
            case Verifier.Key(var key) -> {
                builder.setVerificationKey(key);
                permit(builder, Algorithms.of(key));
            }
            case Verifier.Jwks(var url) -> {
                builder.setVerificationKeyResolver(new JwksKeys(app, new JwksFetch(http, url), clock));
                permit(builder, Algorithms.PUBLIC_KEY);
            }
        }
        return builder.build();
    }

    private static void permit(JwtConsumerBuilder builder, Set<String> algorithms) {
        builder.setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new));
    }

    private static ErrorCodeValidator times(InstantSource clock) {
        return token -> {
            NumericDateValidator validator = new NumericDateValidator();
            validator.setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()));
            return validator.validate(token);
        };
    }
}
