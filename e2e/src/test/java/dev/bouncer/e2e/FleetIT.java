package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import dev.bouncer.edge.Edge;
import dev.bouncer.streams.ModerationStreams;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One API, two instances of moderation-streams, two edges, several partitions. */
@ExtendWith(SharedBroker.class)
class FleetIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String APP = Fleet.APP;
    private static final int BLOCKED = 4403;
    private static final int TERMINATED = 4410;

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Api api;
    private static Edge first;
    private static Edge second;
    private static ModerationStreams streamsA;
    private static ModerationStreams streamsB;

    @BeforeAll
    static void start() {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 4);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir);
        streamsA = fleet.startStreams("streams-a");
        streamsB = fleet.startStreams("streams-b");
        api = fleet.startApi();
        first = fleet.startEdge("edge-1");
        second = fleet.startEdge("edge-2");
    }

    @AfterAll
    static void stop() {
        fleet.close();
        log.close();
    }

    @Test
    void a_block_closes_the_users_connections_on_every_edge_and_nobody_elses() throws Exception {
        try (Client here = fleet.welcomed(first, "alice");
                Client there = fleet.welcomed(second, "alice");
                Client bob = fleet.welcomed(first, "bob")) {
            fleet.done(api, "PUT", "/blocks/user/alice", "{\"message\":\"Out.\",\"reason\":\"secret to moderators\"}");

            assertThat(closeCode(here)).isEqualTo(BLOCKED);
            assertThat(closeCode(there)).isEqualTo(BLOCKED);
            String told = here.next(SOON);
            assertThat(told).contains("\"blocked\"").contains("Out.").doesNotContain("secret");
            assertThat(fleet.letsIn(first, "alice")).isFalse();
            assertThat(fleet.letsIn(second, "alice")).isFalse();
            assertAlive(bob);
        }
        assertThat(fleet.call(api, "GET", "/blocks/user/alice", "").statusCode()).isEqualTo(200);

        fleet.done(api, "DELETE", "/blocks/user/alice", "");

        await().atMost(SOON).until(() -> fleet.letsIn(first, "alice") && fleet.letsIn(second, "alice"));
        assertThat(fleet.call(api, "GET", "/blocks/user/alice", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_terminate_closes_and_lets_back_in_at_once() throws Exception {
        try (Client client = fleet.welcomed(second, "terry")) {
            fleet.done(api, "DELETE", "/sessions/user/terry", "");

            assertThat(closeCode(client)).isEqualTo(TERMINATED);
        }
        assertThat(fleet.letsIn(second, "terry")).isTrue();
    }

    @Test
    void a_block_ends_by_the_clock() throws Exception {
        Instant until = Instant.now().plusSeconds(3);
        // The answer alone does not say that this edge has read it.
        fleet.done(api, "PUT", "/blocks/user/shorty?wait=2s", "{\"expires_at\":\"" + Times.format(until) + "\"}");

        int refused = 0;
        while (!fleet.letsIn(first, "shorty")) {
            refused++;
            assertThat(Instant.now()).isBefore(until.plus(SOON));
        }
        assertThat(Instant.now()).isAfterOrEqualTo(until.minusMillis(1));
        assertThat(refused).isPositive();
        await().atMost(SOON).until(() -> events("shorty").stream().anyMatch(AuditEvent.Expired.class::isInstance));
        assertThat(events("shorty")).hasSize(2);
    }

    @Test
    void blocks_are_enforced_while_moderation_streams_is_down_and_audited_when_it_is_back() throws Exception {
        streamsA.close();
        streamsB.close();
        try (Client client = fleet.welcomed(first, "dana")) {
            fleet.done(api, "PUT", "/blocks/user/dana", "");
            assertThat(closeCode(client)).isEqualTo(BLOCKED);
        }
        await().atMost(SOON).until(() -> !fleet.letsIn(second, "dana"));
        Edge late = fleet.startEdge("edge-late");
        assertThat(fleet.letsIn(late, "dana")).as("an edge started meanwhile lets her in").isFalse();
        assertThat(events("dana")).isEmpty();

        streamsA = fleet.startStreams("streams-a");
        streamsB = fleet.startStreams("streams-b");

        await().atMost(Duration.ofSeconds(60)).until(() -> events("dana").size() == 1);
        assertThat(fleet.letsIn(late, "dana")).isFalse();
        late.close();
    }

    @Test
    void an_edge_that_restarts_while_blocks_arrive_misses_none() throws Exception {
        List<String> users = new ArrayList<>();
        Edge edge = fleet.startEdge("edge-restarting");
        Thread blocker = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                String user = "restart-" + i;
                fleet.done(api, "PUT", "/blocks/user/" + user, "");
                synchronized (users) {
                    users.add(user);
                }
            }
        });
        for (int restart = 0; restart < 2; restart++) {
            edge.close();
            edge = fleet.startEdge("edge-restarting");
        }
        blocker.join();
        Edge running = edge;
        assertThat(users).hasSize(200);
        await().atMost(SOON).until(() -> users.stream().noneMatch(user -> fleet.letsIn(running, user)));
        running.close();
    }

    @Test
    void what_is_no_command_is_parked_and_what_stands_wrong_is_moved() {
        String poison = "poison-" + UUID.randomUUID();
        log.send(new ProducerRecord<>(log.topics().commands(), 0, poison.getBytes(StandardCharsets.UTF_8),
                new byte[]{1, 2, 3}));
        SubjectKey moved = log.userIn(0, APP);
        Command.Block misplaced = CommandLog.block(moved, null);
        log.send(new ProducerRecord<>(log.topics().commands(), 2, misplaced.key().bytes(),
                CommandJson.encode(misplaced)));
        SubjectKey erased = SubjectKey.of(APP, SubjectKind.USER, "erased");
        log.give(CommandLog.block(erased, null));
        await().atMost(SOON).until(() -> !fleet.letsIn(first, "erased"));
        log.send(new ProducerRecord<>(log.topics().commands(), CommandLog.unblock(erased).key().bytes(), null));

        await().atMost(SOON).until(() -> !fleet.letsIn(first, moved.subject().id()));
        await().atMost(SOON).until(() -> fleet.letsIn(first, "erased"));
        await().atMost(SOON).until(() -> log.readAll(log.topics().deadLetters()).stream()
                .anyMatch(record -> new String(record.key(), StandardCharsets.UTF_8).equals(poison)));
        await().atMost(SOON).until(() -> events("erased").size() == 2);
        assertThat(events("erased").getLast()).isInstanceOfSatisfying(AuditEvent.Accepted.class,
                event -> assertThat(event.command().actor()).isEqualTo("kafka"));
        await().atMost(SOON).until(() -> events(moved.subject().id()).size() == 1);
        fleet.done(api, "DELETE", "/blocks/user/" + moved.subject().id(), "");
    }

    @Test
    void of_5000_sessions_a_users_50_are_closed_and_no_other() throws Exception {
        List<Client> hers = new ArrayList<>();
        List<Client> others = new ArrayList<>();
        try {
            for (int i = 0; i < 5_000; i++) {
                Edge edge = i % 2 == 0 ? first : second;
                boolean isHers = i % 100 == 7;
                (isHers ? hers : others).add(fleet.welcomed(edge, isHers ? "mallory" : "crowd-" + i));
            }

            fleet.done(api, "PUT", "/blocks/user/mallory", "");

            for (Client client : hers) {
                assertThat(closeCode(client)).isEqualTo(BLOCKED);
            }
            for (Client client : others) {
                assertThat(client.closedWithin(Duration.ZERO)).isNull();
            }
            assertAlive(others.getFirst());
            assertAlive(others.getLast());
            assertThat(hers).hasSize(50);
        } finally {
            hers.forEach(Client::close);
            others.forEach(Client::close);
        }
    }

    private static List<AuditEvent> events(String user) {
        return log.readAll(log.topics().audit()).stream().map(record -> AuditRecord.decode(record.value()).event())
                .filter(event -> event.subject().equals(SubjectKey.of(APP, SubjectKind.USER, user))).toList();
    }

    private static int closeCode(Client client) throws InterruptedException {
        return Objects.requireNonNull(client.closedWithin(SOON), "the connection was not closed").code();
    }

    private static void assertAlive(Client client) throws InterruptedException {
        client.send("{\"type\":\"ping\"}");
        assertThat(client.next(SOON)).contains("pong");
    }
}
