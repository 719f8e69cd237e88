package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.edge.Edge;
import dev.bouncer.standalone.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away and comes back, under a running API and a running edge. */
class KafkaAwayIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void nothing_is_promised_while_kafka_is_away_and_everything_works_when_it_is_back(@TempDir Path dir)
            throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
        int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
        new CommandLog(broker.bootstrapServers(), "", 6).close();
        try (Fleet fleet = new Fleet(broker.bootstrapServers(), "", dir)) {
            fleet.startStreams();
            Api api = fleet.startApi();
            Edge edge = fleet.startEdge("edge-1");
            fleet.done(api, "PUT", "/blocks/user/alice", "");
            await().atMost(SOON).until(() -> !fleet.letsIn(edge, "alice"));
            try (Client bob = fleet.welcomed(edge, "bob")) {
                broker.close();

                HttpResponse<String> answer = fleet.call(api, "PUT", "/blocks/user/carol", "");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).containsAnyOf("urn:bouncer:problem:not-done",
                        "urn:bouncer:problem:outcome-unknown", "urn:bouncer:problem:not-ready");
                await("the API knows that nothing is done").atMost(SOON).untilAsserted(
                        () -> assertThat(fleet.call(api, "PUT", "/blocks/user/dave", "").body())
                                .containsAnyOf("urn:bouncer:problem:not-done", "urn:bouncer:problem:not-ready"));
                assertThat(fleet.letsIn(edge, "alice")).isFalse();
                await("the edge takes nobody once it is stale").atMost(SOON)
                        .until(() -> closeCode(fleet, edge) == 1013);
                assertThat(bob.closedWithin(Duration.ZERO)).as("those who are in stay in").isNull();

                broker = EmbeddedBroker.start(dir.resolve("kafka"), port);

                await("the edge takes clients again").atMost(SOON).until(() -> fleet.letsIn(edge, "erin"));
                await("the API takes commands again").atMost(SOON)
                        .until(() -> fleet.call(api, "PUT", "/blocks/user/bob", "").statusCode() == 200);
                assertThat(bob.closedWithin(SOON)).isNotNull();
                assertThat(fleet.letsIn(edge, "alice")).isFalse();
                assertThat(fleet.letsIn(edge, "dave")).as("what was not done was not done").isTrue();
            }
        } finally {
            broker.close();
        }
    }

    private static int closeCode(Fleet fleet, Edge edge) throws InterruptedException {
        try (Client client = fleet.connect(edge, "frank")) {
            client.next(Duration.ofSeconds(5));
            Client.Closed closed = client.closedWithin(Duration.ofMillis(200));
            return closed == null ? 0 : closed.code();
        }
    }
}
