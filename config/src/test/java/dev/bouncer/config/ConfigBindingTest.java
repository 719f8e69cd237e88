package dev.bouncer.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.bouncer.contract.IpRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.bouncer.config.Loading.app;
import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static dev.bouncer.config.Loading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

/** Which key leads to which value, and which values are refused. */
final class ConfigBindingTest {
    @Test
    void defaults() {
        assertThat(load("")).isEqualTo(new BouncerConfig(
                new KafkaConfig("127.0.0.1:9092", "", 6, (short) 3, Map.of()), Path.of("./data"),
                new StandaloneConfig(9092),
                new ApiConfig("127.0.0.1", 8080, Duration.ofSeconds(5), 65_536, Duration.ofSeconds(30), List.of(),
                        new CallerLimits(new Rate(1000, Duration.ofSeconds(1)), new Rate(20, Duration.ofMinutes(1))),
                        List.of(URI.create("http://127.0.0.1:8082")), Duration.ofMinutes(10), null),
                new StreamsConfig("127.0.0.1", 8082, 0, Duration.ofMillis(100), Duration.ofMinutes(1),
                        Duration.ofHours(24)),
                new EdgeConfig("127.0.0.1", 8081, "edge-1", List.of(), Duration.ofSeconds(2), Duration.ofSeconds(30),
                        Duration.ofSeconds(5), Duration.ofSeconds(30)),
                Map.of()));
    }

    @Test
    void everyKey() {
        BouncerConfig config = load("""
                bouncer:
                  kafka:
                    bootstrap-servers: kafka-1:9092,kafka-2:9092
                    topic-prefix: staging.
                    partitions: 12
                    replication-factor: 2
                    client:
                      security.protocol: SASL_SSL
                      sasl: { mechanism: PLAIN }
                  data-dir: /var/lib/bouncer
                  standalone: { kafka-port: 19092 }
                  api:
                    host: 0.0.0.0
                    port: 18080
                    publish-timeout: 900ms
                    max-body: 1024
                    stale-after: 1m
                    trusted-proxies: 10.0.0.0/8
                    limits: { per-key: unlimited, failures: 5/30s }
                    forget-after: 1h
                    streams: ["http://streams-1:8082", "https://[2001:db8::7]"]
                  streams:
                    host: 10.0.0.2
                    port: 18082
                    advertised: streams-2.example.org:443
                    standby-replicas: 1
                    commit-interval: 20ms
                    expiry-grace: 0s
                    dedup-window: 7d
                  edge:
                    host: 10.0.0.3
                    port: 0
                    id: edge-eu.7
                    trusted-proxies: [10.0.0.0/8, "2001:db8::1"]
                    terminate-skew: 0ms
                    stale-after: 2h
                    drain-notice: 3s
                    drain: 0s
                    drain-rate: 200/1s
                    ping-interval: 15s
                    fence-after: 20s
                    rehearsal: 300
                    internal: { host: 10.0.0.4, port: 18083, advertised: "edge-7.example.org:18083" }
                    pusher: { activity-timeout: 60s, pong-timeout: 10s, sign-in-timeout: 30s }
                    centrifuge: { connect-timeout: 5s, ping-interval: 20s, pong-timeout: 4s, expiry-grace: 7s }
                  internal: { secret: an-internal-secret }
                  console:
                    enabled: false
                    session-secret: a-secret-of-the-console-0123456789
                    session-for: 8h
                    url: https://bouncer.example.org
                    oidc:
                      issuer: https://id.example.org
                      client-id: bouncer
                      client-secret: a-client-secret
                      scopes: [openid, groups]
                      name-claim: email
                      roles-claim: groups
                      grants:
                        safety: { values: [trust, safety], role: moderator, apps: chat }
                        ops: { values: ops, role: admin }
                  apps:
                    chat:
                      keys:
                        backend: { secret: backend-secret-0001, scopes: [moderate, read] }
                        Ops_1: { secret: ops-secret-000000001, scopes: admin }
                        desk: { secret: desk-secret-00000001, scopes: "read, console" }
                      tokens:
                        hmac-secret: an-hmac-secret-of-32-bytes-or-more
                        issuer: https://id.example.org
                        audience: chat
                        device-claim: did
                        first-seen-claim: registered_at
                      pusher: { app-id: "4711", key: pk, secret: a-pusher-secret, identify-by-presence: false }
                      connections: { origins: ["https://example.org"], max: 5000, per-user: 5, per-address: 50 }
                    game:
                      tokens: { jwks-url: "https://id.example.org/jwks.json" }
                """);

        assertThat(config).isEqualTo(new BouncerConfig(
                new KafkaConfig("kafka-1:9092,kafka-2:9092", "staging.", 12, (short) 2,
                        Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN")),
                Path.of("/var/lib/bouncer"), new StandaloneConfig(19092),
                new ApiConfig("0.0.0.0", 18080, Duration.ofMillis(900), 1024, Duration.ofMinutes(1),
                        List.of(IpRange.parse("10.0.0.0/8")),
                        new CallerLimits(Rate.UNLIMITED, new Rate(5, Duration.ofSeconds(30))),
                        List.of(URI.create("http://streams-1:8082"), URI.create("https://[2001:db8::7]")),
                        Duration.ofHours(1), null),
                new StreamsConfig("10.0.0.2", 18082, "streams-2.example.org:443", 1, Duration.ofMillis(20),
                        Duration.ZERO, Duration.ofDays(7)),
                new EdgeConfig("10.0.0.3", 0, "edge-eu.7",
                        List.of(IpRange.parse("10.0.0.0/8"), IpRange.parse("2001:db8::1")), Duration.ZERO,
                        Duration.ofHours(2), Duration.ofSeconds(3), Duration.ZERO, new Rate(200, Duration.ofSeconds(1)),
                        Duration.ofSeconds(15),
                        new PusherTimes(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30)),
                        new CentrifugeTimes(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(4),
                                Duration.ofSeconds(7)),
                        Duration.ofSeconds(20), 300,
                        new InternalPort("10.0.0.4", 18083, "edge-7.example.org:18083"), null),
                new InternalConfig(new Secret("an-internal-secret")),
                new ConsoleConfig(false, new Secret("a-secret-of-the-console-0123456789"), Duration.ofHours(8),
                        URI.create("https://bouncer.example.org"),
                        new OidcConfig(URI.create("https://id.example.org"), "bouncer", new Secret("a-client-secret"),
                                List.of("openid", "groups"), "email", "groups",
                                List.of(new OidcConfig.Grant("safety", Set.of("trust", "safety"), ConsoleRole.MODERATOR,
                                        Set.of("chat")),
                                        new OidcConfig.Grant("ops", Set.of("ops"), ConsoleRole.ADMIN, Set.of())))),
                TracingConfig.OFF,
                Map.of("chat",
                        new AppConfig("chat",
                                List.of(new ApiKey("backend", new Secret("backend-secret-0001"),
                                        Set.of(Scope.MODERATE, Scope.READ)),
                                        new ApiKey("Ops_1", new Secret("ops-secret-000000001"), Set.of(Scope.ADMIN)),
                                        new ApiKey("desk", new Secret("desk-secret-00000001"),
                                                Set.of(Scope.READ, Scope.CONSOLE))),
                                new TokenConfig(
                                        new TokenConfig.Verifier.Hmac(new Secret("an-hmac-secret-of-32-bytes-or-more")),
                                        "https://id.example.org", "chat", "did", "registered_at"),
                                new PusherConfig("4711", "pk", new Secret("a-pusher-secret"), false),
                                new ConnectionRules(Set.of("https://example.org"), 5000, 5, 50)),
                        "game",
                        new AppConfig("game", List.of(), new TokenConfig(
                                new TokenConfig.Verifier.Jwks(URI.create("https://id.example.org/jwks.json")), null,
                                null, null)))));
    }

    @Test
    void exampleOfTheDesign() {
        BouncerConfig config = load("""
                bouncer:
                  kafka:
                    bootstrap-servers: 127.0.0.1:9092      # plus any Kafka client property under bouncer.kafka.client.*
                    topic-prefix: ""                       # [""] put before every topic name
                    partitions: 6                          # [6] used when topics are created
                    replication-factor: 3                  # [3; standalone 1]
                  data-dir: ./data                         # state stores, standalone's broker log and keys
                  standalone: { kafka-port: 9092 }         # where `up` lets its embedded broker listen, on 127.0.0.1
                  api:   { host: 127.0.0.1, port: 8080 }   # port 0: any free one, printed at start
                  edge:  { host: 127.0.0.1, port: 8081, id: edge-1, trusted-proxies: [], terminate-skew: 2s, stale-after: 30s }
                  apps:
                    chat:
                      keys:
                        backend: { secret: "…", scopes: [moderate, read] }     # also: admin, console
                      pusher: { app-id: "4711", key: "…", secret: "…" }        # app-id: the app's name where absent
                      tokens: { hmac-secret: "…" }                             # or public-key, or jwks-url; issuer, audience optional
                      routes:                                                  # the edge as a gateway, by name
                        chat: { path: "/chat/*", upstream: ["ws://127.0.0.1:9000"], identify: [jwt], jwt-from: "query:token", require: true }
                """);

        assertThat(config.kafka()).isEqualTo(load("").kafka());
        assertThat(config.api()).isEqualTo(load("").api());
        assertThat(config.edge()).isEqualTo(load("").edge());
        assertThat(app(config, "chat").keys()).containsExactly(
                new ApiKey("backend", new Secret("…"), Set.of(Scope.MODERATE, Scope.READ)));
        assertThat(tokens(config, "chat").verifier()).isEqualTo(new TokenConfig.Verifier.Hmac(new Secret("…")));
    }

    @Test
    void keysMayBeWrittenWithDots() {
        assertThat(load("bouncer.api.port: 1\nbouncer.api: { host: h }").api()).extracting(ApiConfig::port,
                ApiConfig::host).containsExactly(1, "h");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka.bootstrap-servers  | ' '      | expected host:port, got nothing
            kafka.topic-prefix       | a/b      | expected at most 100 of the characters A-Z a-z 0-9 . _ -, got 'a/b'
            kafka.partitions         | 0        | expected at least 1, got 0
            kafka.partitions         | 6.0      | expected a whole number up to 2147483647, got '6.0'
            kafka.replication-factor | 0        | expected at least 1, got 0
            kafka.replication-factor | 65539    | expected a whole number up to 32767, got '65539'
            standalone.kafka-port    | 65536    | expected 0 (any free one) to 65535, got 65536
            api.port                 | 80x      | expected a whole number up to 2147483647, got '80x'
            api.port                 | -1       | expected 0 (any free one) to 65535, got -1
            api.port                 | 65536    | expected 0 (any free one) to 65535, got 65536
            api.port                 | 3000000000 | expected a whole number up to 2147483647, got '3000000000'
            api.publish-timeout      | 99ms     | expected 100ms or more, got 99ms
            api.publish-timeout      | 5        | expected a duration like 500ms, 30s, 10m, 2h or 7d, got '5'
            api.max-body             | 1023     | expected 1024 bytes or more, got 1023
            api.max-body             | 64K      | expected a whole number up to 2147483647, got '64K'
            api.stale-after          | 0s       | expected a duration above 0, got 0s
            api.streams              | streams-1:8082 | expected addresses like http://127.0.0.1:8082, got 'streams-1:8082'
            api.streams              | http://streams-1/x | expected addresses like http://127.0.0.1:8082, got 'http://streams-1/x'
            api.streams              | http://a_b:1 | expected addresses like http://127.0.0.1:8082, got 'http://a_b:1'
            edge.internal.port       | 65536     | expected 0 (any free one) to 65535, got 65536
            edge.internal.advertised | edge-1    | expected host:port, got 'edge-1'
            streams.advertised       | streams-1 | expected host:port, got 'streams-1'
            streams.advertised       | streams_1:80 | expected host:port, got 'streams_1:80'
            streams.advertised       | streams-1:0 | expected host:port, got 'streams-1:0'
            streams.advertised       | http://streams-1:80 | expected host:port, got 'http://streams-1:80'
            tracing.otlp-endpoint    | collector:4318 | expected addresses like http://127.0.0.1:8082, got 'collector:4318'
            tracing.sample           | 1.5      | expected a number from 0 to 1, got 1.5
            tracing.sample           | few      | expected a number, got 'few'
            internal.secret          | 0123456789abcde | expected 16 characters or more, got 15
            streams.port             | 70000    | expected 0 (any free one) to 65535, got 70000
            streams.standby-replicas | -1       | expected 0 or more, got -1
            streams.commit-interval  | 0ms      | expected a duration above 0, got 0s
            streams.dedup-window     | 0d       | expected a duration above 0, got 0s
            streams.expiry-grace     | -1s      | expected a duration like 500ms, 30s, 10m, 2h or 7d, got '-1s'
            edge.port                | 99999    | expected 0 (any free one) to 65535, got 99999
            edge.id                  | a b      | expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got 'a b'
            edge.trusted-proxies     | proxy.example.org | ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got 'proxy.example.org'
            edge.stale-after         | 0s       | expected a duration above 0, got 0s
            edge.ping-interval       | 0s       | expected a duration above 0, got 0s
            edge.rehearsal           | -1       | expected 0 or more, got -1
            """)
    void refusesAValueWithItsKeyItsSourceAndWhatWasExpected(String key, String value, String message) {
        String variable = "BOUNCER_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");

        refused("bouncer." + key + ": '" + value + "'").withMessage("bouncer.%s (from bouncer.yml): %s", key, message);
        refused("bouncer." + key + ": 1", Map.of(variable, value))
                .withMessage("bouncer.%s (from environment variable %s): %s", key, variable, message);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "65535"})
    void portsFromZeroTo65535(int port) {
        assertThat(load("bouncer: {api: {port: " + port + "}}").api().port()).isEqualTo(port);
    }

    @Test
    void kafkaConfigShowsTheNamesOfTheClientsPropertiesOnly() {
        KafkaConfig kafka = load("""
                bouncer.kafka.client:
                  sasl.jaas.config: org.example.Login required password="hunter2";
                  security.protocol: SASL_SSL
                """).kafka();

        assertThat(kafka.toString()).isEqualTo("KafkaConfig[bootstrapServers=127.0.0.1:9092, topicPrefix=, "
                + "partitions=6, replicationFactor=3, client=[sasl.jaas.config, security.protocol]]");
        assertThat(kafka.clientProperties()).contains(Map.entry("bootstrap.servers", "127.0.0.1:9092"),
                Map.entry("sasl.jaas.config", "org.example.Login required password=\"hunter2\";"),
                Map.entry("security.protocol", "SASL_SSL"));
        assertThat(kafka.topics().commands()).isEqualTo("moderation.commands");
    }

    @Test
    void clientsTellNobodyOfTheirMetricsUnlessTheOperatorWantsIt() {
        Map<String, Object> untold = kafka(Map.of()).clientProperties();
        Map<String, Object> told = kafka(Map.of("metric.reporters", "org.example.Reporter", "enable.metrics.push",
                "true")).clientProperties();

        assertThat(untold).containsOnly(Map.entry("bootstrap.servers", "kafka:9092"), Map.entry("metric.reporters", ""),
                Map.entry("enable.metrics.push", false));
        assertThat(told).containsEntry("metric.reporters", "org.example.Reporter").containsEntry("enable.metrics.push",
                "true");
    }

    private static KafkaConfig kafka(Map<String, String> client) {
        return new KafkaConfig("kafka:9092", "", 6, (short) 3, client);
    }
}
