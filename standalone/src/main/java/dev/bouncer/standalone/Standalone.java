package dev.bouncer.standalone;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import dev.bouncer.api.Api;
import dev.bouncer.config.ApiConfig;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.StreamsConfig;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.edge.Edge;
import dev.bouncer.streams.ModerationStreams;
import org.apache.kafka.clients.admin.Admin;

/**
 * Broker, API, streams and edge in one process: the same parts as a fleet, with one of each. What it holds is on disk in
 * the data folder and found again by the next start.
 */
public final class Standalone implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final URI api;
    private final URI edge;
    private final String kafka;

    private Standalone(BouncerConfig config) {
        try {
            EmbeddedBroker broker = keep(
                    EmbeddedBroker.start(config.dataDir().resolve("kafka"), config.standalone().kafkaPort()));
            this.kafka = broker.bootstrapServers();
            BouncerConfig here = withBroker(config, kafka);
            createTopics(here.kafka());
            ModerationStreams streams = keep(ModerationStreams.start(here));
            this.api = keep(Api.start(withStreams(here, streams.uri()))).uri();
            this.edge = keep(Edge.start(here)).uri();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything and returns when it is ready.
     *
     * @param config its brokers and replication factor do not count here; the broker is this process's own
     * @throws IllegalStateException if a port is in use, or a part does not start
     */
    public static Standalone start(BouncerConfig config) {
        return new Standalone(config);
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static BouncerConfig withBroker(BouncerConfig config, String bootstrapServers) {
        KafkaConfig given = config.kafka();
        KafkaConfig own = new KafkaConfig(bootstrapServers, given.topicPrefix(), given.partitions(), (short) 1,
                Map.of());
        StreamsConfig streams = config.streams();
        // Nobody probes its health apart from the others' here.
        StreamsConfig anyPort = new StreamsConfig(streams.host(), 0, 0, streams.commitInterval(), streams.expiryGrace(),
                streams.dedupWindow());
        // Both who ask and who answer are in this process, so that the secret need not outlive it.
        InternalConfig internal = config.internal().secret() != null
                ? config.internal()
                : new InternalConfig(GeneratedKeys.passing(), config.internal().tls());
        return new BouncerConfig(own, config.dataDir(), config.standalone(), config.api(), anyPort, config.edge(),
                internal, config.console(), config.tracing(), config.apps());
    }

    private static BouncerConfig withStreams(BouncerConfig config, URI streams) {
        ApiConfig api = config.api();
        ApiConfig own = new ApiConfig(api.host(), api.port(), api.publishTimeout(), api.maxBody(), api.staleAfter(),
                api.trustedProxies(), api.limits(), List.of(streams), api.forgetAfter(), api.tls());
        return new BouncerConfig(config.kafka(), config.dataDir(), config.standalone(), own, config.streams(),
                config.edge(), config.internal(), config.console(), config.tracing(), config.apps());
    }

    private static void createTopics(KafkaConfig kafka) {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            new TopicLayout(admin, kafka.topics()).create(kafka.partitions(), kafka.replicationFactor());
        }
    }

    /** Where the API listens. */
    public URI api() {
        return api;
    }

    /** Where the edge listens: a {@code ws:} URI. */
    public URI edge() {
        return edge;
    }

    /** Where the broker listens: {@code host:port}. */
    public String kafka() {
        return kafka;
    }

    /** Stops everything, in reverse order, sessions being let go first. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                RuntimeException wrapped = new IllegalStateException("a part did not stop cleanly", e);
                if (failure == null) {
                    failure = wrapped;
                } else {
                    failure.addSuppressed(wrapped);
                }
            }
        }
        if (failure != null) throw failure;
    }
}
