package dev.bouncer.streams;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.contract.KafkaRefusal;
import dev.bouncer.streams.history.RunningStreams;
import dev.bouncer.streams.topology.BlocklistTopology;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka Streams client that runs the topology, from the check of the topics to leaving the group. Started once;
 * health may be asked for at any time, by any thread.
 */
final class StreamsClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsClient.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final BouncerConfig config;
    private final TopicCheck topics;
    private final ThreadFailures failures;
    private final StreamsMetrics metrics;
    private volatile @Nullable RunningStreams running;
    private @Nullable KafkaStreamsMetrics streamsMetrics;
    private @Nullable ChainWatch chainWatch;

    StreamsClient(BouncerConfig config, TopicCheck topics, ThreadFailures failures, StreamsMetrics metrics) {
        this.config = config;
        this.topics = topics;
        this.failures = failures;
        this.metrics = metrics;
    }

    /**
     * Returns once it runs and its state is restored, however long that takes.
     *
     * @param advertised             where the other instances find this one, {@code host:port}
     * @param filled                 see {@link TopicCheck#await}
     * @throws IllegalStateException if the topics are not what they must be, or the client fails
     */
    void start(String advertised, boolean filled) {
        TopicCheck.Topics found = topics.await(filled);
        Topology topology = new BlocklistTopology(config.kafka().topics(), found.partitions(),
                Math.min(found.deadLetterMaxBytes(), StreamsProperties.MAX_REQUEST_BYTES), config.streams(),
                metrics.registry()).build();
        LOG.atInfo().addKeyValue("partitions", found.partitions()).log("starting");
        LOG.atDebug().addKeyValue("topology", topology.describe()).log("topology built");
        KafkaStreams started = new KafkaStreams(topology, StreamsProperties.of(config, advertised));
        CompletableFuture<KafkaStreams.State> settled = new CompletableFuture<>();
        started.setStateListener((state, before) -> {
            LOG.atInfo().addKeyValue("state", state).addKeyValue("before", before).log("state changed");
            if (state == KafkaStreams.State.RUNNING || state.hasCompletedShutdown()) settled.complete(state);
        });
        started.setUncaughtExceptionHandler(failures);
        running = new RunningStreams(started, found.partitions(), HostInfo.buildFromEndpoint(advertised));
        streamsMetrics = new KafkaStreamsMetrics(started);
        streamsMetrics.bindTo(metrics.registry());
        started.start();
        if (await(settled, started) != KafkaStreams.State.RUNNING) throw failed();
        chainWatch = ChainWatch.start(config.kafka(), found.partitions(), metrics.registry());
    }

    private IllegalStateException failed() {
        Throwable last = failures.last();
        return new IllegalStateException(
                "moderation-streams could not start" + (last == null ? "" : ": " + KafkaRefusal.text(last)), last);
    }

    private static KafkaStreams.State await(CompletableFuture<KafkaStreams.State> settled, KafkaStreams started) {
        try {
            while (true) {
                try {
                    return settled.get(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    LOG.atInfo().addKeyValue("state", started.state()).log("not running yet: restoring or waiting");
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it that way", e);
        }
    }

    Health health() {
        RunningStreams current = running;
        if (current == null) return Health.notReady("waiting for Kafka");
        return switch (current.streams().state()) {
            case CREATED -> Health.notReady("starting");
            case REBALANCING -> Health.notReady("taking up partitions");
            case RUNNING -> Health.READY;
            case PENDING_SHUTDOWN, NOT_RUNNING -> Health.notReady("shutting down");
            case PENDING_ERROR, ERROR -> Health.dead("stream threads failed, see the log");
        };
    }

    /** The client; null: there is none yet. */
    @Nullable
    RunningStreams running() {
        return running;
    }

    /** Commits, closes, and leaves the group, so that others take over at once. Again: does nothing. */
    @Override
    public synchronized void close() {
        RunningStreams current = running;
        if (current == null) return;
        if (chainWatch != null) chainWatch.close();
        chainWatch = null;
        boolean closed = current.streams().close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!closed) LOG.atWarn().addKeyValue("timeout", CLOSE_TIMEOUT).log("stream threads did not stop in time");
        if (streamsMetrics != null) streamsMetrics.close();
        streamsMetrics = null;
    }
}
