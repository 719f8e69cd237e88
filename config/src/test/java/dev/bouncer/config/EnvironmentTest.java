package dev.bouncer.config;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static dev.bouncer.config.Loading.app;
import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static dev.bouncer.config.Loading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

final class EnvironmentTest {
    private static final String APP = """
            bouncer:
              apps:
                chat:
                  keys:
                    backend: { secret: from-the-file-00001, scopes: [read] }
            """;

    @Test
    void countsMoreThanTheFile() {
        BouncerConfig config = load("bouncer: { api: { port: 1, host: h }, data-dir: a }",
                Map.of("BOUNCER_API_PORT", "2", "BOUNCER_DATA_DIR", "b"));

        assertThat(config.api().port()).isEqualTo(2);
        assertThat(config.api().host()).isEqualTo("h");
        assertThat(config.dataDir()).hasToString("b");
    }

    @Test
    void isEnoughByItself() {
        BouncerConfig config = ConfigFile.load(null, Map.of("BOUNCER_EDGE_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7",
                "BOUNCER_STANDALONE_KAFKA_PORT", "0", "PATH", "/bin", "BOUNCER_URL", "http://127.0.0.1"));

        assertThat(config.edge().trustedProxies()).hasToString("[10.0.0.0/8, 192.0.2.7]");
        assertThat(config.standalone().kafkaPort()).isZero();
        assertThat(config.apps()).isEmpty();
    }

    @Test
    void givesASecretToAKeyOfTheFile() {
        BouncerConfig config = load(APP, Map.of("BOUNCER_APPS_CHAT_KEYS_BACKEND_SECRET", "from-the-environment"));

        assertThat(app(config, "chat").keys())
                .containsExactly(new ApiKey("backend", new Secret("from-the-environment"), Set.of(Scope.READ)));
    }

    @Test
    void givesASecretThatTheFileLeavesOut() {
        BouncerConfig config = load("bouncer.apps.My-App.keys.ci-bot: { secret: , scopes: read }",
                Map.of("BOUNCER_APPS_MY_APP_KEYS_CI_BOT_SECRET", "from-the-environment"));

        assertThat(config.apps()).containsOnlyKeys("My-App");
        assertThat(app(config, "My-App").keys())
                .containsExactly(new ApiKey("ci-bot", new Secret("from-the-environment"), Set.of(Scope.READ)));
    }

    @Test
    void namesAppsAndKeysOfItsOwn() {
        BouncerConfig config = load(APP,
                Map.of("BOUNCER_APPS_CHAT_KEYS_CI_BOT_SECRET", "from-the-environment-1",
                        "BOUNCER_APPS_CHAT_KEYS_CI_BOT_SCOPES", "moderate,console",
                        "BOUNCER_APPS_GAME_EU_KEYS_BACKEND_SECRET", "from-the-environment-2",
                        "BOUNCER_APPS_GAME_EU_KEYS_BACKEND_SCOPES", "admin",
                        "BOUNCER_APPS_WIKI_TOKENS_HMAC_SECRET", "from-the-environment-3-and-longer"));

        assertThat(config.apps()).containsOnlyKeys("chat", "game_eu", "wiki");
        assertThat(app(config, "chat").keys()).containsExactly(
                new ApiKey("backend", new Secret("from-the-file-00001"), Set.of(Scope.READ)),
                new ApiKey("ci_bot", new Secret("from-the-environment-1"), Set.of(Scope.MODERATE, Scope.CONSOLE)));
        assertThat(app(config, "game_eu").keys())
                .containsExactly(new ApiKey("backend", new Secret("from-the-environment-2"), Set.of(Scope.ADMIN)));
        assertThat(tokens(config, "wiki").verifier())
                .isEqualTo(new TokenConfig.Verifier.Hmac(new Secret("from-the-environment-3-and-longer")));
    }

    @Test
    void nameOfAKeyMayHoldTheWordKeys() {
        BouncerConfig config = load("", Map.of("BOUNCER_APPS_CHAT_KEYS_OLD_KEYS_2_SECRET", "from-the-environment",
                "BOUNCER_APPS_CHAT_KEYS_OLD_KEYS_2_SCOPES", "read"));

        assertThat(app(config, "chat").keys()).extracting(ApiKey::name).containsExactly("old_keys_2");
    }

    @Test
    void keyOfTheEnvironmentNeedsScopesToo() {
        refused("", Map.of("BOUNCER_APPS_CHAT_KEYS_BACKEND_SECRET", "from-the-environment")).withMessage(
                "bouncer.apps.chat.keys.backend.scopes: expected one or more of the scopes moderate, read, check, "
                        + "admin, console, got none");
    }

    @Test
    void givesPropertiesToKafkasClients() {
        BouncerConfig config = load("bouncer.kafka.client: { security.protocol: SSL, client.rack: a }",
                Map.of("BOUNCER_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL", "BOUNCER_KAFKA_CLIENT_SASL_MECHANISM",
                        "PLAIN"));

        assertThat(config.kafka().client()).containsOnly(Map.entry("security.protocol", "SASL_SSL"),
                Map.entry("client.rack", "a"), Map.entry("sasl.mechanism", "PLAIN"));
    }

    @Test
    void emptyVariableIsAValue() {
        assertThat(load("bouncer.kafka.topic-prefix: a", Map.of("BOUNCER_KAFKA_TOPIC_PREFIX", "")).kafka()
                .topicPrefix()).isEmpty();
        refused("", Map.of("BOUNCER_API_PORT", "")).withMessage("bouncer.api.port (from environment variable "
                + "BOUNCER_API_PORT): expected a whole number up to 2147483647, got ''");
    }
}
