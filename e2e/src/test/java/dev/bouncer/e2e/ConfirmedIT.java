package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

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

/** Three edges, each a process of its own, confirm what they have enforced, or fail to. The third one has a fence. */
@ExtendWith(SharedBroker.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConfirmedIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SILENT = Duration.ofSeconds(6);
    private static final int ROUNDS = 20;
    private static final int AWAY = 1013;
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
        edges = List.of(edge("edge-1", Map.of()), edge("edge-2", Map.of()),
                edge("edge-3", Map.of("BOUNCER_EDGE_FENCE_AFTER", "4s"))).stream().map(CompletableFuture::join)
                .toList();
        await().atMost(SOON).until(() -> edgesThat("counted").size() == 3);
    }

    private static CompletableFuture<PartProcess> edge(String id, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("BOUNCER_KAFKA_BOOTSTRAP_SERVERS",
                SharedBroker.bootstrapServers(), "BOUNCER_KAFKA_TOPIC_PREFIX", log.topics().prefix(),
                "BOUNCER_DATA_DIR", dir.resolve(id).toString(), "BOUNCER_EDGE_ID", id, "BOUNCER_EDGE_PORT", "0",
                "BOUNCER_EDGE_DRAIN", "0s", "BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET",
                Fleet.TOKEN_SECRET));
        environment.putAll(more);
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
    void answers_when_every_edge_has_enforced_it_and_that_takes_little_longer_than_the_kick() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            kick("warm-" + i, edges.get(i % 3), "");
            kick("waited-warm-" + i, edges.get(i % 3), "?wait=5s");
        }
        List<Double> kicks = new ArrayList<>();
        List<Double> waits = new ArrayList<>();
        List<String> logged = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            kicks.add(kick("plain-" + i, edges.get(i % 3), "").kick());
            Took took = kick("waited-" + i, edges.get(i % 3), "?wait=5s");
            JsonNode answer = took.answer();
            assertThat(answer.path("enforced").asBoolean()).as("%s", answer).isTrue();
            assertThat(answer.path("edges").asInt()).isEqualTo(3);
            assertThat(answer.path("sessions_closed").asInt()).as("%s", answer).isEqualTo(1);
            assertThat(answer.has("slowest_ms")).isTrue();
            waits.add(took.answered());
            logged.add(took.answer().path("command").asText());
        }
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(Files.readString(dir.resolve("edge-" + (i % 3 + 1) + ".log")))
                    .as("the log of who closed somebody")
                    .contains("command=\"" + logged.get(i) + '"');
        }
        double kick = median(kicks);
        double wait = median(waits);
        System.out.printf("confirmed: kick p50 %.1f ms, wait p50 %.1f ms, of %d each%n", kick, wait, ROUNDS);
        assertThat(wait).as("by a heartbeat it would be half a second").isLessThan(10 * kick);
    }

    /** Milliseconds from the request to the close, and to the answer. */
    private record Took(double kick, double answered, JsonNode answer) {}

    private static Took kick(String user, PartProcess edge, String query) throws Exception {
        try (Client client = fleet.welcomed(edge.uri(), user)) {
            long asked = System.nanoTime();
            JsonNode answer = call("PUT", "/blocks/user/" + user + query, "{}");
            double answered = (System.nanoTime() - asked) / 1e6;
            Client.Closed closed = client.closedWithin(SOON);
            assertThat(closed).isNotNull();
            return new Took((closed.nanos() - asked) / 1e6, answered, answer);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    @Test
    @Order(2)
    void an_edge_that_is_stopped_is_named_at_the_deadline_and_confirms_when_it_goes_on() throws Exception {
        edges.get(1).signal("STOP");
        JsonNode answer;
        try {
            answer = call("DELETE", "/sessions/user/nobody?wait=1s", "");
        } finally {
            edges.get(1).signal("CONT");
        }

        assertThat(answer.path("enforced").asBoolean(true)).isFalse();
        assertThat(answer.path("edges").asInt()).isEqualTo(2);
        assertThat(answer.path("missing")).extracting(JsonNode::asText).containsExactly("edge-2");
        String command = "/commands/" + answer.path("command").asText();
        await().atMost(SOON).until(() -> call("GET", command, "").path("enforced").asBoolean());
    }

    @Test
    @Order(3)
    void who_is_silent_is_named_so_until_it_is_forgotten_or_must_have_fenced_itself_and_then_it_has()
            throws Exception {
        Client client = fleet.welcomed(edges.get(2).uri(), "dave");
        edges.get(2).signal("STOP");
        edges.get(0).kill();
        try {
            await().atMost(SILENT).until(() -> edgesThat("silent").equals(List.of("edge-1", "edge-3")));
            JsonNode answer = call("PUT", "/blocks/user/erin?wait=100ms", "{}");
            assertThat(answer.path("enforced").asBoolean(true)).isFalse();
            assertThat(answer.path("silent")).extracting(JsonNode::asText).containsExactly("edge-1", "edge-3");

            await().atMost(SOON).until(() -> edgesThat("counted").equals(List.of("edge-1", "edge-2")));
            assertThat(call("PUT", "/blocks/user/erin?wait=100ms", "{}").path("missing")).extracting(JsonNode::asText)
                    .containsExactly("edge-1");

            assertThat(fleet.operate(api, "DELETE", "/v1/edges/edge-1").statusCode()).isEqualTo(200);
            answer = call("PUT", "/blocks/user/erin?wait=5s", "{}");
            assertThat(answer.path("enforced").asBoolean()).as("%s", answer).isTrue();
            assertThat(answer.path("edges").asInt()).isEqualTo(1);

            client.send("{\"type\":\"ping\"}");
        } finally {
            edges.get(2).signal("CONT");
        }
        Client.Closed closed = client.closedWithin(SOON);
        assertThat(closed).isNotNull();
        assertThat(closed.code()).isEqualTo(AWAY);
        String last = client.next(Duration.ZERO.plusMillis(50));
        assertThat(last).as("what was served after the pause").contains("closed").doesNotContain("pong");
        await().atMost(SOON).until(() -> edgesThat("ready").equals(List.of("edge-2", "edge-3")));
        fleet.welcomed(edges.get(2).uri(), "dave").close();
    }

    @Test
    @Order(4)
    void whoever_is_shut_down_is_waited_for_no_more() throws Exception {
        edges.get(1).terminate();

        await().atMost(SOON).until(() -> edgesThat("edge").equals(List.of("edge-3")));
    }

    /** The ids of the edges of which that holds. */
    private static List<String> edgesThat(String field) throws Exception {
        JsonNode list = JSON.readTree(fleet.operate(api, "GET", "/v1/edges").body()).path("edges");
        return StreamSupport.stream(list.spliterator(), false)
                .filter(edge -> edge.path(field).asBoolean(edge.path(field).isTextual()))
                .map(edge -> edge.path("edge").asText()).toList();
    }

    private static JsonNode call(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = fleet.call(api, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
