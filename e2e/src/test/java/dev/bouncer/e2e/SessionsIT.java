package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What three edges, each a process of its own, tell of their sessions, against what the clients know. */
@ExtendWith(SharedBroker.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SessionsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration GHOST = Duration.ofSeconds(5);
    private static final int A_SECOND = 200;
    private static final int SECONDS = 8;
    private static final int LONGEST = 40;
    private static final int ROUNDS = 3;
    private static final List<String> EDGES = List.of("edge-1", "edge-2", "edge-3");
    private static final String EVERYBODY = "/sessions/ip/127.0.0.0%2F8";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Api api;
    private static List<PartProcess> edges = List.of();

    @BeforeAll
    static void start() {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 3);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir);
        api = fleet.startApi();
        edges = EDGES.stream().map(SessionsIT::edge).toList().stream().map(CompletableFuture::join).toList();
        await().atMost(SOON).until(() -> call(EVERYBODY).path("edges").asInt() == EDGES.size());
    }

    private static CompletableFuture<PartProcess> edge(String id) {
        Map<String, String> environment = Map.of("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(),
                "BOUNCER_KAFKA_TOPIC_PREFIX", log.topics().prefix(), "BOUNCER_DATA_DIR", dir.resolve(id).toString(),
                "BOUNCER_EDGE_ID", id, "BOUNCER_EDGE_PORT", "0", "BOUNCER_EDGE_DRAIN",
                "0s", "BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET", Fleet.TOKEN_SECRET, "BOUNCER_INTERNAL_SECRET",
                Fleet.INTERNAL_SECRET);
        CompletableFuture<PartProcess> started = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                started.complete(PartProcess.start("edge", dir.resolve(id + ".log"), environment));
            } catch (Exception e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    @AfterAll
    static void stop() {
        edges.forEach(PartProcess::close);
        fleet.close();
        log.close();
    }

    @Test
    @Order(1)
    void sessions_told_are_those_that_clients_have_while_they_come_and_go() throws Exception {
        int rounds = 0;
        try (Churn churn = new Churn(fleet, edges.stream().map(PartProcess::uri).toList(), A_SECOND)) {
            churn.start();
            long start = System.nanoTime();
            // A machine that is busy with other things takes longer for it, and may keep an edge from answering: that is
            // said, and is no list.
            while (seconds(start) < SECONDS || (seconds(start) < LONGEST && !isEnough(churn, rounds))) {
                long asked = System.nanoTime();
                Set<String> told = new HashSet<>();
                if (!tellInto(told, 1000)) continue;
                churn.compare(told, asked, System.nanoTime(), GHOST);
                rounds++;
            }
            churn.stop();
            System.out.printf("sessions: %d connected and %d disconnected in %d s, told %d times%n", churn.connected(),
                    churn.disconnected(), seconds(start), rounds);
            assertThat(isEnough(churn, rounds)).as("%d rounds", rounds).isTrue();

            await().atMost(GHOST).untilAsserted(() -> assertThat(told()).isEqualTo(churn.open()));
        }
        await().atMost(GHOST).untilAsserted(() -> assertThat(told()).isEmpty());
    }

    private static boolean isEnough(Churn churn, int rounds) {
        return rounds >= ROUNDS && churn.disconnected() >= A_SECOND * SECONDS / 2;
    }

    private static long seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000_000;
    }

    private static Set<String> told() throws Exception {
        Set<String> told = new HashSet<>();
        assertThat(tellInto(told, 50)).isTrue();
        return told;
    }

    /** By each edge, page by page; whether all have told theirs. */
    private static boolean tellInto(Set<String> told, int limit) throws Exception {
        for (String edge : EDGES) {
            String after = "";
            do {
                JsonNode page = call("/sessions?edge=" + edge + "&limit=" + limit + after);
                if (!page.path("unanswered").isEmpty()) return false;
                page.path("sessions").forEach(session -> assertThat(told.add(session.path("session").asText()))
                        .as("told once").isTrue());
                after = page.has("next") ? "&after=" + page.path("next").asText() : "";
            } while (!after.isEmpty());
        }
        return true;
    }

    @Test
    @Order(2)
    void an_edge_that_is_stopped_is_named_in_time_and_the_others_tell_theirs() throws Exception {
        try (Client first = fleet.welcomed(edges.get(0).uri(), "alice");
                Client second = fleet.welcomed(edges.get(1).uri(), "alice");
                Client third = fleet.welcomed(edges.get(2).uri(), "alice")) {
            assertThat(edgesOf(call("/sessions/user/alice"))).isEqualTo(EDGES);
            edges.get(1).signal("STOP");
            JsonNode answer;
            long took;
            try {
                long asked = System.nanoTime();
                answer = call("/sessions/user/alice");
                took = System.nanoTime() - asked;
            } finally {
                edges.get(1).signal("CONT");
            }

            assertThat(edgesOf(answer)).containsExactly("edge-1", "edge-3");
            assertThat(answer.path("edges").asInt()).isEqualTo(3);
            assertThat(answer.path("unanswered")).extracting(JsonNode::asText).containsExactly("edge-2");
            assertThat(answer.path("why").path("edge-2").asText()).isEqualTo("no-answer");
            assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(4));
            await().atMost(SOON).until(() -> edgesOf(call("/sessions/user/alice")).equals(EDGES));

            String kept = call("/sessions/user/alice").path("sessions").path(0).path("session").asText();
            fleet.done(api, "DELETE", "/sessions/user/alice?wait=5s",
                    "{\"except\":[\"" + kept + "\"],\"close\":{\"code\":4500,\"reason\":\"signed in elsewhere\"}}");
            assertThat(call("/sessions/user/alice").path("sessions")).extracting(one -> one.path("session").asText())
                    .containsExactly(kept);
            assertThat(List.of(first, second, third).stream().map(SessionsIT::isClosed)).containsOnlyOnce(false);
        }
    }

    private static boolean isClosed(Client client) {
        try {
            Client.Closed closed = client.closedWithin(Duration.ofSeconds(2));
            if (closed != null) assertThat(closed.code()).isEqualTo(4500);
            return closed != null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> edgesOf(JsonNode answer) {
        return answer.path("sessions").valueStream().map(session -> session.path("edge").asText()).sorted().toList();
    }

    private static JsonNode call(String path) throws Exception {
        HttpResponse<String> answer = fleet.call(api, "GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
