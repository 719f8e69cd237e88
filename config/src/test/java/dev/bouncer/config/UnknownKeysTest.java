package dev.bouncer.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys that mean nothing, and values that stand where settings should. */
final class UnknownKeysTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bouncer.api.prot: 8080            | bouncer.api.prot | expected one of forget-after, host, limits, max-body, port, publish-timeout, stale-after, streams, tls, trusted-proxies below bouncer.api
            bouncer.api.port.min: 1           | bouncer.api.port.min | expected one of forget-after, host, limits, max-body, port, publish-timeout, stale-after, streams, tls, trusted-proxies below bouncer.api
            bouncer.apis.port: 8080           | bouncer.apis.port | expected one of api, apps, console, data-dir, edge, internal, kafka, standalone, streams, tracing below bouncer
            bouncer.datadir:                  | bouncer.datadir | expected one of api, apps, console, data-dir, edge, internal, kafka, standalone, streams, tracing below bouncer
            bouncer.kafka.clients.a: b        | bouncer.kafka.clients.a | expected one of bootstrap-servers, client, partitions, replication-factor, topic-prefix below bouncer.kafka
            bouncer.apps.chat.key.a.secret: s | bouncer.apps.chat.key.a.secret | expected one of connections, keys, pusher, routes, tokens below bouncer.apps.chat
            bouncer.apps.chat.tokens.hmac: s  | bouncer.apps.chat.tokens.hmac | expected one of audience, device-claim, first-seen-claim, hmac-secret, issuer, jwks-url, public-key below bouncer.apps.chat.tokens
            api.port: 8080                    | api.port | everything stands below 'bouncer'
            port: 8080                        | port | everything stands below 'bouncer'
            """)
    void unknownKeyIsRefusedAndItsNeighboursAreNamed(String yaml, String key, String suggestion) {
        refused(yaml).withMessage("%s (from bouncer.yml): there is no such setting; %s", key, suggestion);
    }

    @Test
    void unknownKeyOfAnApiKeyIsRefused() {
        refused("bouncer.apps.chat.keys.a: { secret: 0123456789abcdef, scopes: read, scope: admin }").withMessage(
                "bouncer.apps.chat.keys.a.scope (from bouncer.yml): there is no such setting; "
                        + "expected one of scopes, secret below bouncer.apps.chat.keys.a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bouncer:", "bouncer: {}", "bouncer: { api: , apps: , kafka: { client: ~ } }",
            "bouncer: { apps: {}, api: {} }", "bouncer.api.port: {}", "bouncer.api: null", "bouncer.api.port:",
            "bouncer.api.port: ~"})
    void nothingBehindAKnownKeyIsAsIfItWereNotThere(String yaml) {
        assertThat(load(yaml)).isEqualTo(load(""));
    }

    @Test
    void appMayHaveNothing() {
        assertThat(load("bouncer.apps: { chat: , game: { keys: , tokens: } }").apps()).isEqualTo(
                Map.of("chat", new AppConfig("chat", List.of(), null), "game",
                        new AppConfig("game", List.of(), null)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bouncer: 1                  | bouncer | expected settings below it (api, apps, console, data-dir, edge, internal, kafka, standalone, streams, tracing), got a value
            bouncer.api: 8080           | bouncer.api | expected settings below it (forget-after, host, limits, max-body, port, publish-timeout, stale-after, streams, tls, trusted-proxies), got a value
            bouncer.apps: [chat]        | bouncer.apps | expected settings below it, got a value
            bouncer.apps.chat.keys: [s] | bouncer.apps.chat.keys | expected settings below it, got a value
            bouncer.kafka.client: x     | bouncer.kafka.client | expected settings below it, got a value
            """)
    void valueWhereSettingsShouldStandIsRefused(String yaml, String key, String message) {
        refused(yaml).withMessage("%s (from bouncer.yml): %s", key, message);
    }

    @Test
    void keyThatIsGivenInTwoWaysIsRefused() {
        refused("bouncer: { api.port: 1, api: { port: 2 } }").withMessage(
                "bouncer.api.port (from bouncer.yml): expected it once, got it nested and with dots");
    }

    @Test
    void yamlNeedNotComeFromAFile() {
        Map<String, Object> api = new HashMap<>();
        api.put("port", 7);
        api.put("host", null);

        assertThat(ConfigFile.parse(Map.of("bouncer", Map.of("api", api)), "a test", Map.of()).api().port())
                .isEqualTo(7);
    }
}
