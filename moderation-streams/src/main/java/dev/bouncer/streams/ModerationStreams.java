package dev.bouncer.streams;

import java.net.URI;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ProcessContext;
import dev.bouncer.config.http.Advertised;
import dev.bouncer.config.http.HttpPort;
import io.micronaut.context.ApplicationContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The moderation-streams process: it turns commands into blocklist and audit log. Several may run at once, on one host or
 * many, each with a data directory of its own; they share the partitions. Thread-safe.
 */
public final class ModerationStreams implements AutoCloseable {
    private final ApplicationContext context;
    private final URI uri;

    private ModerationStreams(ApplicationContext context, URI uri) {
        this.context = context;
        this.uri = uri;
    }

    /**
     * Starts the process and returns once it runs, its state restored. Waits for Kafka as long as it takes; meanwhile the
     * HTTP port answers already.
     *
     * @throws IllegalStateException if the topics are not what they must be, the port is in use, or the client fails;
     *                               the message is for the operator
     * @throws InterruptException    if the thread is interrupted while waiting
     * @throws KafkaException        if the client's properties are wrong
     */
    public static ModerationStreams start(BouncerConfig config) {
        return start(config, false);
    }

    /** The same for a replay, on the topics that it fills: they are not whole yet, and {@link #start} refuses them. */
    public static ModerationStreams startForReplay(BouncerConfig config) {
        return start(config, true);
    }

    private static ModerationStreams start(BouncerConfig config, boolean filled) {
        ApplicationContext context = ProcessContext.start(ModerationStreams.class, config);
        try {
            HttpPort http = context.getBean(HttpPort.class);
            // First: what Kafka Streams tells the other instances has the port in it.
            http.start();
            context.getBean(StreamsClient.class).start(Advertised.address("streams", config.streams().advertised(),
                    config.streams().host(), http.uri()), filled);
            return new ModerationStreams(context, http.uri());
        } catch (RuntimeException e) {
            context.close();
            throw ProcessContext.why(config, e);
        } catch (Error e) {
            context.close();
            throw e;
        }
    }

    /**
     * Where the HTTP port listens: {@code /health/live}, {@code /health/ready}, {@code /metrics}, and
     * {@link dev.bouncer.contract.HistoryRequest} where there is an internal secret.
     */
    public URI uri() {
        return uri;
    }

    /** Commits, leaves the group and stops. Again: does nothing. */
    @Override
    public void close() {
        context.close();
    }
}
