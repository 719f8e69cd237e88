package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of subjects in one request, and a whole app, on three edges. */
@ExtendWith(SharedBroker.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyAtOnceIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SUBJECTS = 10_000;
    /** How many of the subjects have a connection. */
    private static final int CONNECTED = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Api api;
    private static List<Edge> edges = List.of();

    @BeforeAll
    static void start() {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 3);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir);
        api = fleet.startApi();
        fleet.startStreams("streams-1");
        edges = List.of(fleet.startEdge("edge-1"), fleet.startEdge("edge-2"), fleet.startEdge("edge-3"));
        await().atMost(SOON).until(() -> call("PUT", "/blocks/user/first?wait=1s", "{}").path("edges").asInt() == 3);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        log.close();
    }

    private static JsonNode call(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = fleet.call(api, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String bulk(String type) {
        return "{\"type\":\"" + type + "\",\"subjects\":[" + IntStream.range(0, SUBJECTS)
                .mapToObj(i -> "{\"kind\":\"user\",\"id\":\"u" + i + "\"}").collect(Collectors.joining(",")) + "]}";
    }

    private static List<Client> connected() throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTED; i++) {
            clients.add(fleet.welcomed(edges.get(i % 3), "u" + i * (SUBJECTS / CONNECTED)));
        }
        return clients;
    }

    private static void assertClosed(List<Client> clients, int code) throws InterruptedException {
        for (Client client : clients) {
            Client.Closed closed = client.closedWithin(SOON);
            assertThat(closed).isNotNull();
            assertThat(closed.code()).isEqualTo(code);
            client.close();
        }
    }

    @Test
    @Order(1)
    void a_terminate_of_ten_thousand_closes_those_who_are_there_and_says_how_many() throws Exception {
        List<Client> clients = connected();
        try (Client bystander = fleet.welcomed(edges.getFirst(), "bystander")) {
            long asked = System.nanoTime();
            JsonNode answer = call("POST", "/bulk?wait=20s", bulk("terminate"));
            System.out.printf("many: %,d terminates in one request, enforced by 3 edges in %.0f ms%n", SUBJECTS,
                    (System.nanoTime() - asked) / 1e6);

            assertThat(answer.path("accepted").asInt()).isEqualTo(SUBJECTS);
            assertThat(answer.path("enforced").asBoolean()).as("%s", answer.path("missing")).isTrue();
            assertThat(answer.path("edges").asInt()).isEqualTo(3);
            assertThat(answer.path("sessions_closed").asInt()).isEqualTo(CONNECTED);
            assertClosed(clients, 4410);
            assertThat(bystander.closedWithin(Duration.ZERO)).isNull();
        }
    }

    @Test
    @Order(2)
    void blocks_of_ten_thousand_keep_them_out_until_they_are_lifted_together() throws Exception {
        List<Client> clients = connected();

        assertThat(call("POST", "/bulk?wait=20s", bulk("block")).path("enforced").asBoolean()).isTrue();

        assertClosed(clients, 4403);
        assertThat(fleet.letsIn(edges.get(1), "u" + (SUBJECTS - 1))).isFalse();
        assertThat(call("POST", "/bulk?wait=20s", bulk("unblock")).path("enforced").asBoolean()).isTrue();
        assertThat(fleet.letsIn(edges.get(1), "u" + (SUBJECTS - 1))).isTrue();
    }

    @Test
    @Order(3)
    void an_app_in_maintenance_sends_everybody_away_little_by_little_but_the_exceptions() throws Exception {
        List<Client> clients = connected();
        try (Client admin = fleet.welcomed(edges.getFirst(), "admin")) {
            long asked = System.nanoTime();
            JsonNode answer = call("PUT", "/blocks/app/chat?wait=20s", """
                    {"for":"30m","message":"Back soon.","except":[{"kind":"user","id":"admin"}],"rate":20}""");
            assertThat(answer.path("enforced").asBoolean()).isTrue();
            assertThat(fleet.letsIn(edges.get(2), "somebody")).isFalse();

            assertClosed(clients, 4403);
            // 20 on each edge, 20 a second.
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(900));
            assertThat(admin.closedWithin(Duration.ZERO)).isNull();
            assertThat(fleet.letsIn(edges.get(2), "admin")).isTrue();
        }
        await().atMost(SOON).until(() -> call("GET", "/commands/" + blockOfApp(), "").path("sessions_closed")
                .asInt() == CONNECTED);
    }

    private static String blockOfApp() throws Exception {
        return call("GET", "/blocks/app/chat", "").path("command").asText();
    }

    @Test
    @Order(4)
    void it_stands_in_an_edge_that_starts_anew_and_in_the_history_until_it_is_lifted() throws Exception {
        await().atMost(SOON).until(
                () -> call("GET", "/commands/" + blockOfApp(), "").path("materialized").asBoolean());
        Edge late = fleet.startEdge("edge-late");

        assertThat(fleet.letsIn(late, "somebody")).isFalse();
        assertThat(fleet.letsIn(late, "admin")).isTrue();
        assertThat(call("DELETE", "/blocks/app/chat?wait=20s", "").path("enforced").asBoolean()).isTrue();
        assertThat(fleet.letsIn(late, "somebody")).isTrue();
    }
}
