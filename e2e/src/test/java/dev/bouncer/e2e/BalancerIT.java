package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.e2e.clients.ClientRuntime;
import dev.bouncer.e2e.guard.RunningProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docker-compose.yml starts, as processes of this machine, behind the balancer with its very file. */
@ExtendWith(SharedBroker.class)
class BalancerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USERS = 20;
    private static final int GOING_AWAY = 1001;

    @TempDir
    private Path dir;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<Regular> regulars = new ArrayList<>();
    private CommandLog log;
    private Fleet fleet;
    private Api api;

    @BeforeEach
    void start() {
        log = keep(new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 3));
        fleet = keep(new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir));
        fleet.startStreams();
        fleet.startStreams();
        api = fleet.startApi();
    }

    @AfterEach
    void stop() throws Exception {
        for (Regular regular : regulars)
            regular.close();
        for (AutoCloseable part : parts.reversed())
            part.close();
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.add(part);
        return part;
    }

    private CompletableFuture<PartProcess> edge(String id, int port) {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers()),
                Map.entry("BOUNCER_KAFKA_TOPIC_PREFIX", log.topics().prefix()),
                Map.entry("BOUNCER_DATA_DIR", dir.resolve(id).toString()), Map.entry("BOUNCER_EDGE_ID", id),
                Map.entry("BOUNCER_EDGE_PORT", "" + port),
                Map.entry("BOUNCER_EDGE_TRUSTED_PROXIES", "127.0.0.1"), Map.entry("BOUNCER_EDGE_DRAIN_NOTICE", "4s"),
                Map.entry("BOUNCER_EDGE_DRAIN", "2s"),
                Map.entry("BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET", Fleet.TOKEN_SECRET),
                Map.entry("BOUNCER_INTERNAL_SECRET", Fleet.INTERNAL_SECRET));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return keep(PartProcess.start("edge", dir.resolve(id + ".log"), environment));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private RunningProxy balancer(int first, int second) throws IOException {
        Path file = Path.of("..", "ops", "haproxy", "edges.cfg").toAbsolutePath().normalize();
        int port = RunningProxy.freePort();
        ProcessBuilder haproxy = ClientRuntime.DEBIAN.command("run.sh", "haproxy", "-db", "-f", file.toString());
        haproxy.environment().putAll(Map.of("LISTEN", "127.0.0.1:" + port, "EDGE_1", "127.0.0.1:" + first, "EDGE_2",
                "127.0.0.1:" + second));
        return keep(RunningProxy.start(haproxy, port, dir.resolve("haproxy.log")));
    }

    /** Who is connected to an edge, as the edges tell. */
    private List<String> usersOf(String edge) throws IOException {
        List<String> users = new ArrayList<>();
        JsonNode told = JSON.readTree(fleet.call(api, "GET", "/sessions/ip/127.0.0.0%2F8?limit=1000", "").body());
        for (JsonNode session : told.path("sessions")) {
            for (JsonNode subject : session.path("subjects")) {
                boolean here = session.path("edge").asText().equals(edge);
                if (here && subject.path("kind").asText().equals("user")) users.add(subject.path("id").asText());
            }
        }
        return users;
    }

    private boolean letsIn(URI address, String user) throws InterruptedException {
        try (Client client = fleet.connect(address, user)) {
            String frame = client.next(SOON);
            return frame != null && frame.contains("\"welcome\"");
        }
    }

    private Regular regular(String user) {
        return regulars.stream().filter(one -> one.user().equals(user)).findFirst().orElseThrow();
    }

    @Test
    void nobody_is_lost_when_an_edge_is_drained_and_started_again() throws Exception {
        int port = RunningProxy.freePort();
        CompletableFuture<PartProcess> starting = edge("edge-1", port);
        PartProcess second = edge("edge-2", 0).join();
        PartProcess first = starting.join();
        URI balancer = URI.create("ws://" + balancer(port, second.uri().getPort()).uri().getAuthority());
        IntStream.range(0, USERS).forEach(i -> regulars.add(Regular.start(fleet, balancer, "user-" + i)));
        await().atMost(SOON).until(() -> regulars.stream().allMatch(Regular::isThere));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(usersOf("edge-1")).isNotEmpty();
            assertThat(usersOf("edge-1").size() + usersOf("edge-2").size()).isEqualTo(USERS);
        });
        List<String> moved = usersOf("edge-1");
        List<String> stayed = usersOf("edge-2");
        assertThat(moved).hasSizeGreaterThan(USERS / 4);
        assertThat(regulars).allMatch(one -> one.ends().isEmpty());

        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> {
            try {
                first.terminate();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        // A block that is given while it drains, and one while it is away.
        Regular early = regular(moved.getFirst());
        fleet.done(api, "PUT", "/blocks/user/" + early.user(), "");
        await().atMost(SOON).until(early::isKeptOut);
        drained.get(SOON.toSeconds(), TimeUnit.SECONDS);
        Regular late = regular(stayed.getFirst());
        fleet.done(api, "PUT", "/blocks/user/" + late.user(), "");
        await().atMost(SOON).until(late::isKeptOut);

        List<Regular> others = regulars.stream().filter(one -> one != early && one != late).toList();
        // Told to go once and let in at the first try: the balancer had taken the edge out before.
        await().atMost(SOON).untilAsserted(() -> {
            for (String user : moved.subList(1, moved.size())) {
                assertThat(regular(user).ends()).as(user).containsExactly(GOING_AWAY);
            }
            assertThat(others).allMatch(Regular::isThere);
        });
        assertThat(stayed.subList(1, stayed.size())).allMatch(user -> regular(user).ends().isEmpty());

        PartProcess again = edge("edge-1", port).join();
        assertThat(letsIn(again.uri(), early.user())).isFalse();
        assertThat(letsIn(again.uri(), late.user())).isFalse();
        // It has the fewest sessions, so whoever comes is sent there once the balancer knows that it is back.
        await().atMost(SOON).untilAsserted(() -> {
            regulars.add(Regular.start(fleet, balancer, "newcomer-" + regulars.size()));
            await().atMost(SOON).until(() -> regulars.getLast().isThere());
            assertThat(usersOf("edge-1")).isNotEmpty();
        });
        assertThat(letsIn(balancer, early.user())).isFalse();
        assertThat(others).allMatch(Regular::isThere);
    }
}
