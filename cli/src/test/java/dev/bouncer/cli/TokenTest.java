package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final TestTerminal terminal = new TestTerminal();
    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysWhatItIsTold() throws Exception {
        assertThat(run("token", "--app", "chat", "--user", "Zoë 王", "--jti", "t-1", "--device", "d-1", "--ttl", "30m",
                "--secret", SECRET)).isZero();

        JwtClaims claims = claims(false);
        assertThat(claims.getSubject()).isEqualTo("Zoë 王");
        assertThat(claims.getJwtId()).isEqualTo("t-1");
        assertThat(claims.getStringClaimValue("device")).isEqualTo("d-1");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue()).isEqualTo(1_800);
    }

    @Test
    void isAsTheConfigurationWantsIt() throws Exception {
        Path config = config("""
                bouncer:
                  apps:
                    chat:
                      tokens: { hmac-secret: "%s", issuer: shop, audience: chat-edge, device-claim: dev }
                """.formatted(SECRET));

        assertThat(run("token", "--app", "chat", "--user", "alice", "--device", "d-1", "--config", config.toString()))
                .isZero();

        JwtClaims claims = claims(true);
        assertThat(claims.getIssuer()).isEqualTo("shop");
        assertThat(claims.getStringClaimValue("dev")).isEqualTo("d-1");
    }

    @Test
    void wrongUsage() throws IOException {
        Path config = config(
                "bouncer:\n  apps:\n    shop:\n      keys: { k: { secret: 0123456789abcdef, scopes: [read] } }\n");

        assertThat(run("token", "--app", "chat", "--user", "a", "--ttl", "2 bananas", "--secret", "s")).isEqualTo(2);
        assertThat(run("token", "--app", "chat", "--user", "a", "--config", config.toString())).isEqualTo(2);
        assertThat(run("token", "--app", "shop", "--user", "a", "--config", config.toString())).isEqualTo(2);
        assertThat(run("token", "--user", "a", "--secret", "s")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                bouncer: --ttl: expected 90s, 30m, 1h or 7d, got '2 bananas'
                bouncer: the configuration has no app 'chat'
                bouncer: the configuration has no bouncer.apps.shop.tokens
                bouncer: expected --app or BOUNCER_APP, got neither
                """);
        assertThat(terminal.out()).isEmpty();
    }

    private Path config(String text) throws IOException {
        return Files.writeString(folder.resolve("bouncer.yml"), text);
    }

    private int run(String... args) {
        return terminal.run(Map.of(), args);
    }

    private JwtClaims claims(boolean audience) throws Exception {
        JwtConsumerBuilder consumer = new JwtConsumerBuilder()
                .setVerificationKey(new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)))
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "HS256")
                .setEvaluationTime(NumericDate.fromSeconds(terminal.time().instant().getEpochSecond()))
                .setRequireExpirationTime();
        if (audience) consumer.setExpectedAudience("chat-edge");
        return consumer.build().processToClaims(terminal.out().strip());
    }
}
