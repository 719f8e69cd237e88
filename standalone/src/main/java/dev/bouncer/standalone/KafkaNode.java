package dev.bouncer.standalone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Controller and broker of one node, as {@link KafkaRaftServer} puts them together, but for one thing: the broker starts
 * only when the controller has fenced the registration that a killed process left.
 *
 * <p>
 * Without that the new broker first sees itself as the leader of everything, takes up the transactions that were being
 * committed when the process died, and loses the leaders a moment later, when the old registration runs out. Kafka 4.3
 * takes a partition without a leader for a deleted one (KAFKA-20734): the transaction counts as complete, its markers
 * are never written, and whoever reads committed records stops in front of it for ever.
 */
final class KafkaNode implements AutoCloseable {
    private static final Duration FENCED_WITHIN = Duration.ofSeconds(60);

    private final KafkaConfig config;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;

    KafkaNode(KafkaConfig config) {
        this.config = config;
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories = KafkaRaftServer.initializeLogDirs(config,
                LoggerFactory.getLogger(KafkaNode.class), "");
        shared = new SharedServer(config, directories._1(), Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, directories._1().clusterId().orElseThrow()),
                CompletableFuture
                        .completedFuture(QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(), new StandardFaultHandlerFactory(), ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
    }

    void start() {
        controller.startup();
        awaitFenced();
        broker.startup();
    }

    private void awaitFenced() {
        Fenced fenced = new Fenced(config.nodeId());
        try {
            shared.loader().installPublishers(List.of(fenced)).get();
            fenced.done.get(FENCED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            shared.loader().removeAndClosePublisher(fenced).get();
        } catch (TimeoutException e) {
            throw new IllegalStateException("its registration before this start has not run out within "
                    + FENCED_WITHIN.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("its metadata cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Stops it cleanly; the broker first, which needs the controller for that. */
    @Override
    public void close() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    private record Fenced(int nodeId, CompletableFuture<Void> done) implements MetadataPublisher {
        Fenced(int nodeId) {
            this(nodeId, new CompletableFuture<>());
        }

        @Override
        public String name() {
            return "Fenced";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            BrokerRegistration before = image.cluster().broker(nodeId);
            if (before == null || before.fenced()) done.complete(null);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
