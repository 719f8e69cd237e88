package dev.bouncer.bench.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import dev.bouncer.bench.floor.BareBatch;
import dev.bouncer.bench.process.Child;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A bare producer, which writes the commands of the batch before it once more, to a topic that nobody reads. */
final class BareProducing implements AutoCloseable {
    static final String NAME = "bare producer";

    private static final String TOPIC = "bench.batch";
    private static final int PARTITIONS = 6;

    private final Child process;

    private BareProducing(Child process) {
        this.process = process;
    }

    static BareProducing start(String kafka, Path dir) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty()))).all().get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        Child process = Child.java("bare", dir, BareBatch.class, kafka, new Topics("").commands(), TOPIC);
        process.awaitLine("connected");
        return new BareProducing(process);
    }

    /**
     * Reads the commands that have come since the last time.
     *
     * @return how many
     */
    int take() throws IOException {
        return Integer.parseInt(process.ask("take"));
    }

    /**
     * Writes what it has taken.
     *
     * @return seconds until all was acknowledged
     */
    double send() throws IOException {
        return Long.parseLong(process.ask("send")) / 1e6;
    }

    @Override
    public void close() {
        process.close();
    }
}
