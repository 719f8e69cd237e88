package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker's settings and its formatted storage. Each broker is also one of the three controllers. */
final class BrokerFolder {
    private static final String CLUSTER = "Y2hhb3MtY2x1c3Rlci0wMQ";
    private static final String CONTROLLER = "CONTROLLER";

    private BrokerFolder() {}

    static Path properties(Launch launch, Node broker) {
        return launch.out().resolve(broker.name() + ".properties");
    }

    static void prepare(Launch launch, Node broker) throws IOException {
        Files.writeString(properties(launch, broker), settings(launch, broker));
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES).setNodeId(broker.number()).setClusterId(CLUSTER)
                    .setDirectories(List.of(launch.dir(broker).toString()))
                    .setMetadataLogDirectory(launch.dir(broker).toString()).setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION).run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + launch.dir(broker), e);
        }
    }

    // What decides how a cluster behaves under faults is left as Kafka has it; what only costs memory is made small.
    private static String settings(Launch launch, Node broker) {
        String address = launch.network().kafkaAddress(broker);
        String voters = Node.Kind.BROKER.nodes().stream().map(node -> node.number() + "@"
                + launch.network().kafkaAddress(node) + ":" + Node.CONTROLLER_PORT).collect(Collectors.joining(","));
        return """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                controller.listener.names=%s
                listeners=PLAINTEXT://%s:%d,CONTROLLER://%s:%d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%s
                auto.create.topics.enable=false
                default.replication.factor=3
                min.insync.replicas=2
                offsets.topic.replication.factor=3
                offsets.topic.num.partitions=3
                transaction.state.log.replication.factor=3
                transaction.state.log.min.isr=2
                transaction.state.log.num.partitions=3
                share.coordinator.state.topic.replication.factor=3
                share.coordinator.state.topic.min.isr=2
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                num.network.threads=2
                num.io.threads=4
                background.threads=2
                log.cleaner.threads=1
                """.formatted(broker.number(), voters, CONTROLLER, address, Node.KAFKA_PORT, address,
                Node.CONTROLLER_PORT, launch.dir(broker));
    }
}
