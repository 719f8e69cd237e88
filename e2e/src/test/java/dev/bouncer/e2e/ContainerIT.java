package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The same on Apache's own image of Kafka. Skipped where there is no Docker engine. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerIT {
    @Container
    private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.3.1");

    @Test
    void a_block_closes_and_keeps_out(@TempDir Path dir) throws Exception {
        new CommandLog(KAFKA.getBootstrapServers(), "", 3).close();
        try (Fleet fleet = new Fleet(KAFKA.getBootstrapServers(), "", dir)) {
            fleet.startStreams();
            Api api = fleet.startApi();
            Edge edge = fleet.startEdge("edge-1");
            try (Client alice = fleet.welcomed(edge, "alice")) {
                fleet.done(api, "PUT", "/blocks/user/alice", "");

                assertThat(alice.closedWithin(Duration.ofSeconds(30))).isNotNull();
            }
            assertThat(fleet.letsIn(edge, "alice")).isFalse();
        }
    }
}
