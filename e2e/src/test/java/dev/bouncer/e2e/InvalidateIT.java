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

import dev.bouncer.api.Api;
import dev.bouncer.cli.CliRun;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import dev.bouncer.edge.Edge;
import dev.bouncer.streams.ModerationStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Revoked and invalidated tokens on three edges, live and at the door, across restarts. */
@ExtendWith(SharedBroker.class)
class InvalidateIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String INVALIDATED = "4401 token-invalidated";
    private static final String BLOCKED = "4403 blocked";

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Api api;
    private static ModerationStreams streams;
    private static final List<Edge> edges = new ArrayList<>();

    @BeforeAll
    static void start() {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 3);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir);
        streams = fleet.startStreams("streams");
        api = fleet.startApi();
        for (int i = 1; i <= 3; i++)
            edges.add(fleet.startEdge("edge-" + i));
    }

    @AfterAll
    static void stop() {
        fleet.close();
        log.close();
    }

    @Test
    void who_came_with_an_older_token_is_out_everywhere_and_comes_back_with_a_new_one() throws Exception {
        Instant now = Instant.now();
        String before = Fleet.token("alice", "t-before", now.minusSeconds(60));
        String after = Fleet.token("alice", "t-after", now.plusSeconds(1));
        List<Client> older = connected(before);
        List<Client> newer = connected(after);
        List<Client> bobs = connected(Fleet.token("bob", null, now.minusSeconds(60)));

        String asked = "{\"issued_before\":\"" + Times.format(now) + "\",\"message\":\"Please sign in again.\"}";
        fleet.done(api, "PUT", "/invalidations/user/alice?wait=5s", asked);

        for (Client client : older)
            assertThat(closed(client)).isEqualTo(INVALIDATED);
        await().atMost(SOON).until(() -> isMaterialized());
        assertDoors(before, after);
        // From the store on disk, with nobody to write it anew.
        streams.close();
        edges.set(0, restarted("edge-1", edges.getFirst()));
        assertDoors(before, after);
        streams = fleet.startStreams("streams");

        fleet.done(api, "DELETE", "/invalidations/user/alice", "");
        await().atMost(SOON).until(() -> edges.stream().allMatch(edge -> isWelcome(edge, before)));
        await().atMost(SOON).until(() -> events("alice").size() == 2);
        assertThat(events("alice").getLast()).isInstanceOfSatisfying(AuditEvent.Accepted.class, lifted -> {
            assertThat(lifted.command()).isInstanceOf(Command.Invalidate.class);
            assertThat(lifted.replaced()).isNotNull();
        });
        // On edge-1 they were told that it restarts.
        for (List<Client> spared : List.of(newer, bobs)) {
            for (Client client : spared.subList(1, 3)) {
                assertThat(client.closedWithin(Duration.ZERO)).isNull();
            }
        }
        List.of(older, newer, bobs).forEach(clients -> clients.forEach(Client::close));
        auditAgrees();
    }

    @Test
    void a_revoked_token_is_out_everywhere_and_the_users_others_are_not() throws Exception {
        String revoked = Fleet.token("carol", "t-1", Instant.now());
        String other = Fleet.token("carol", "t-2", Instant.now());
        List<Client> clients = connected(revoked);
        List<Client> others = connected(other);

        fleet.done(api, "PUT", "/blocks/token/t-1", "{\"for\":\"1h\"}");

        for (Client client : clients)
            assertThat(closed(client)).isEqualTo(BLOCKED);
        edges.set(1, restarted("edge-2", edges.get(1)));
        for (Edge edge : edges) {
            assertThat(told(edge, revoked)).isEqualTo(BLOCKED);
            assertThat(isWelcome(edge, other)).isTrue();
        }
        others.forEach(Client::close);
    }

    private static List<Client> connected(String token) throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        for (Edge edge : edges) {
            Client client = fleet.connectWith(edge.uri(), token);
            assertThat(client.next(SOON)).contains("\"welcome\"");
            clients.add(client);
        }
        return clients;
    }

    private static Edge restarted(String name, Edge running) {
        running.close();
        return fleet.startEdge(name);
    }

    private static void assertDoors(String refused, String welcome) throws InterruptedException {
        for (Edge edge : edges) {
            assertThat(told(edge, refused)).isEqualTo(INVALIDATED);
            assertThat(isWelcome(edge, welcome)).isTrue();
        }
    }

    private static String told(Edge edge, String token) throws InterruptedException {
        try (Client client = fleet.connectWith(edge.uri(), token)) {
            return closed(client);
        }
    }

    private static boolean isWelcome(Edge edge, String token) {
        try (Client client = fleet.connectWith(edge.uri(), token)) {
            String frame = client.next(SOON);
            return frame != null && frame.contains("\"welcome\"");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String closed(Client client) throws InterruptedException {
        Client.Closed closed = Objects.requireNonNull(client.closedWithin(SOON), "the connection was not closed");
        return closed.code() + " " + closed.reason();
    }

    private static boolean isMaterialized() {
        return log.readAll(log.topics().blocklist()).stream()
                .anyMatch(record -> new String(record.key(), StandardCharsets.UTF_8)
                        .equals("chat:invalidate:user:alice"));
    }

    private static List<AuditEvent> events(String user) {
        return log.readAll(log.topics().audit()).stream().map(record -> AuditRecord.decode(record.value()).event())
                .filter(event -> event.subject().equals(SubjectKey.of(Fleet.APP, SubjectKind.USER, user))).toList();
    }

    private static void auditAgrees() {
        CliRun verified = CliRun.of("audit", "verify", "--kafka", SharedBroker.bootstrapServers(), "--prefix",
                log.topics().prefix());
        assertThat(verified.status()).as(verified.toString()).isZero();
        CliRun history = CliRun.of("audit", "history", "user:alice", "--app", Fleet.APP, "--kafka",
                SharedBroker.bootstrapServers(), "--prefix", log.topics().prefix());
        assertThat(history.out()).contains("invalidate chat:user:alice");
    }
}
