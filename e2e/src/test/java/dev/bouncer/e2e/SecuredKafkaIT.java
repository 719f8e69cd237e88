package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import dev.bouncer.api.Api;
import dev.bouncer.cli.CliRun;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.Topics;
import dev.bouncer.edge.Edge;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every process with a user of its own, over SASL_SSL, with the rights that the docs give it and no others. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredKafkaIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TestAuthority KAFKA = new TestAuthority("kafka's authority");
    private static final TestAuthority FLEET = new TestAuthority("the fleet's authority");
    private static final int PARTITIONS = 3;

    @TempDir
    private static Path dir;
    private static SecuredBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(dir, KAFKA);
        Map<String, List<AclBinding>> rights = new HashMap<>(DocumentedRights.read());
        assertThat(rights).containsOnlyKeys("api", "edge", "streams", "topics", "audit", "publisher");
        rights.put("nobody", List.of());
        broker.admit(rights);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** A fleet whose processes are the users that their names begin with. */
    private static Fleet fleet(Path data) {
        return new Fleet(broker.bootstrapServers(), "", data, Map.of(),
                process -> settings(process, broker.client(process.replaceAll("-.*", ""))));
    }

    private static Map<String, Object> settings(String process, Map<String, String> client) {
        TlsConfig tls = FLEET.certifyProcess(process, dir);
        Map<String, Object> settings = new HashMap<>(Map.of("internal.tls", Map.of("certificate",
                tls.certificate().toString(), "key", tls.key().toString(), "ca", String.valueOf(tls.ca()))));
        client.forEach((name, value) -> settings.put("kafka.client." + name, value));
        return settings;
    }

    private static CliRun bouncer(String user, String... arguments) throws IOException {
        Path file = dir.resolve(user + ".yml");
        StringBuilder yaml = new StringBuilder("bouncer:\n  kafka:\n    bootstrap-servers: "
                + broker.bootstrapServers() + "\n    replication-factor: 1\n    partitions: " + PARTITIONS
                + "\n    client:\n");
        broker.client(user).forEach((name, value) -> yaml.append("      ").append(name).append(": '").append(value)
                .append("'\n"));
        Files.writeString(file, yaml);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", file.toString()));
        return CliRun.of(all.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void rights_of_the_docs_are_enough_for_everybody() throws Exception {
        assertThat(bouncer("topics", "topics", "create")).satisfies(run -> assertThat(run.status()).as(run.err())
                .isZero());
        assertThat(bouncer("topics", "topics", "check")).satisfies(run -> assertThat(run.out()).isEmpty());
        try (Fleet fleet = fleet(dir)) {
            var streams = fleet.startStreams();
            Api api = Api.start(fleet.config("api-1", Map.of("api.streams", List.of(streams.uri().toString()))));
            try (api; Edge edge = fleet.startEdge("edge-1"); Client alice = fleet.welcomed(edge, "alice")) {
                assertThat(fleet.call(api, "GET", "/sessions/user/alice", "").body()).as("asked by TLS")
                        .contains("\"id\":\"alice\"").doesNotContain("unanswered\":[\"");

                assertThat(fleet.call(api, "PUT", "/blocks/user/alice?wait=10s", "{\"reason\":\"spam\"}").body())
                        .contains("\"enforced\":true");

                assertThat(alice.closedWithin(SOON)).isNotNull();
                assertThat(fleet.letsIn(edge, "alice")).isFalse();
                await().atMost(SOON).untilAsserted(() -> assertThat(
                        fleet.call(api, "GET", "/history/user/alice", "").body()).contains("\"accepted\""));
                publishMisplaced("bob");
                publishGarbage();
                await("moved to where it belongs").atMost(SOON).until(() -> !fleet.letsIn(edge, "bob"));
                assertThat(fleet.operate(api, "GET", "/v1/edges").body()).contains("edge-1");
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(deadLetters()).isEqualTo(1));
            assertThat(bouncer("audit", "audit", "history", "user:bob", "--app", Fleet.APP).out()).contains("block");
            assertThat(bouncer("audit", "audit", "verify").out()).contains("all well");
        }
    }

    private static KafkaProducer<byte[], byte[]> publisher() {
        Map<String, Object> properties = new HashMap<>(broker.client("publisher"));
        properties.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void publishMisplaced(String user) throws Exception {
        var block = CommandLog.block(SubjectKey.of(Fleet.APP, SubjectKind.USER, user), null);
        int wrong = (block.key().partition(PARTITIONS) + 1) % PARTITIONS;
        try (var publisher = publisher()) {
            publisher.send(new ProducerRecord<>(new Topics("").commands(), wrong, block.key().bytes(),
                    CommandJson.encode(block))).get();
        }
    }

    private static void publishGarbage() throws Exception {
        try (var publisher = publisher()) {
            byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
            publisher.send(new ProducerRecord<>(new Topics("").commands(), garbage, garbage)).get();
        }
    }

    private static long deadLetters() {
        try (CommandLog log = new CommandLog(broker.open(), "", PARTITIONS)) {
            return log.readAll(log.topics().deadLetters()).size();
        }
    }

    /** Starts one of the processes. */
    private static void start(String kind, Map<String, String> client) throws Exception {
        try (Fleet fleet = new Fleet(broker.bootstrapServers(), "", dir.resolve("refused"), Map.of(),
                process -> settings(process, client))) {
            switch (kind) {
                case "api" -> fleet.startApi();
                case "streams" -> fleet.startStreams();
                default -> fleet.startEdge("edge-9");
            }
        }
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"api", "edge", "streams"})
    void process_that_kafka_does_not_let_in_says_why_and_ends(String kind) {
        Consumer<String> refused = message -> assertThat(message)
                .startsWith("Kafka at " + broker.bootstrapServers() + ": ").doesNotContain("0123456789");

        assertThatThrownBy(() -> start(kind, SecuredBroker.client(kind, "wrong-0123456789", broker.authority())))
                .satisfies(e -> refused.accept(e.getMessage()))
                .hasMessageContaining("invalid credentials with SASL mechanism SCRAM-SHA-512");
        Path stranger = FLEET.writeTo(dir.resolve("stranger.pem"));
        assertThatThrownBy(() -> start(kind, SecuredBroker.client(kind, SecuredBroker.password(kind), stranger)))
                .satisfies(e -> refused.accept(e.getMessage())).hasMessageContaining("SSL handshake failed")
                .hasMessageContaining("certification path");
        assertThatThrownBy(() -> start(kind, broker.client("nobody"))).satisfies(e -> refused.accept(e.getMessage()))
                .hasMessageContaining("moderation.");
        Path nowhere = dir.resolve("nowhere.pem");
        assertThatThrownBy(() -> start(kind, SecuredBroker.client(kind, SecuredBroker.password(kind), nowhere)))
                .satisfies(e -> refused.accept(e.getMessage())).hasMessageContaining(nowhere.toString());
    }

    @Test
    @Order(3)
    void commands_of_the_command_line_say_why_too() throws Exception {
        CliRun run = bouncer("nobody", "audit", "heads");
        assertThat(run.err()).startsWith("bouncer: Kafka at " + broker.bootstrapServers() + ": ")
                .contains(": the right is missing to describe").hasLineCount(1);
    }

    // With what libraries say at INFO, which is how their clients are configured.
    @Test
    @Order(4)
    void process_of_its_own_takes_it_from_the_environment_and_logs_none_of_it() throws Exception {
        Path log = dir.resolve("edge.log");
        Map<String, String> environment = new HashMap<>(Map.of("BOUNCER_KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(), "BOUNCER_DATA_DIR", dir.resolve("edge-process").toString(),
                "BOUNCER_EDGE_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s", "BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET",
                Fleet.TOKEN_SECRET,
                "BOUNCER_LOG_LEVEL", "DEBUG", "BOUNCER_LIBRARY_LOG_LEVEL", "INFO"));
        TlsConfig tls = KAFKA.certify("edge", dir.resolve("wss.pem"), dir.resolve("wss.key"));
        environment.put("BOUNCER_EDGE_TLS_CERTIFICATE", tls.certificate().toString());
        environment.put("BOUNCER_EDGE_TLS_KEY", tls.key().toString());
        broker.client("edge").forEach((name, value) -> environment
                .put("BOUNCER_KAFKA_CLIENT_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        try (PartProcess edge = PartProcess.start("edge", log, environment)) {
            assertThat(edge.uri()).hasScheme("wss");
            edge.terminate();
        }
        assertThat(Files.readString(log)).contains("ssl.truststore.location = " + broker.authority())
                .doesNotContain(SecuredBroker.password("edge"));
    }
}
