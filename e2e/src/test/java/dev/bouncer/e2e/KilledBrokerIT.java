package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bouncer.standalone.EmbeddedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker after a death without warning: a transaction that was being committed is completed in every partition. */
class KilledBrokerIT {
    @RepeatedTest(2)
    void a_transaction_that_was_being_committed_is_completed_everywhere(@TempDir Path dir) throws Exception {
        killedWhileBusy(dir);
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, BusyBroker.SETTINGS);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await("everything written is readable").atMost(Duration.ofSeconds(30))
                    .until(() -> ends(admin, IsolationLevel.READ_COMMITTED)
                            .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
        }
    }

    private static void killedWhileBusy(Path dir) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), BusyBroker.class.getName(), dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor()).isEqualTo(BusyBroker.DEAD);
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        return admin
                .listOffsets(IntStream.range(0, BusyBroker.PARTITIONS).boxed().collect(
                        Collectors.toMap(i -> new TopicPartition(BusyBroker.TOPIC, i), _ -> OffsetSpec.latest())),
                        new ListOffsetsOptions(isolation))
                .all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
