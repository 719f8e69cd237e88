package dev.bouncer.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in this JVM, on 127.0.0.1, its log on disk: one node that is broker and controller. Only this file
 * and {@link KafkaNode} touch the broker's internals.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String CONTROLLER = "CONTROLLER";

    // What one machine needs, a fraction of the defaults: most of a broker's heap is the cleaner's buffer.
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"), Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"), Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.threads", "1"), Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"), Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"), Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"), Map.entry("group.initial.rebalance.delay.ms", "0"),
            // An application that was away for a month must find where it stopped.
            Map.entry("offsets.retention.minutes", "525600"),
            // Nobody looks into this process with JMX, and to tell it of every metric takes a while.
            Map.entry("metric.reporters", ""),
            // A killed broker comes back only when its old registration has run out.
            Map.entry("broker.session.timeout.ms", "3000"), Map.entry("broker.heartbeat.interval.ms", "500"));

    private final KafkaNode node;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaNode node, String bootstrapServers) {
        this.node = node;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and returns when it is up.
     *
     * @param dir  where its log lives; kept, and found again by the next start
     * @param port where it listens; 0: any free one
     * @throws IllegalStateException if the port is in use, or the broker does not start
     */
    public static EmbeddedBroker start(Path dir, int port) {
        return start(dir, port, Map.of());
    }

    /** The same, with broker settings that count more than ours. */
    public static EmbeddedBroker start(Path dir, int port, Map<String, String> settings) {
        int brokerPort = port == 0 ? freePort() : requireFree(port);
        Properties properties = new Properties();
        properties.putAll(SMALL);
        properties.putAll(network(brokerPort, freePort()));
        properties.put("log.dirs", dir.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.putAll(settings);
        format(dir);
        KafkaNode node = new KafkaNode(new KafkaConfig(properties));
        try {
            node.start();
        } catch (RuntimeException e) {
            // Its threads are no daemons: they would keep the process.
            node.close();
            throw new IllegalStateException("the embedded broker did not start: " + e.getMessage(), e);
        }
        return new EmbeddedBroker(node, "127.0.0.1:" + brokerPort);
    }

    private static Map<String, String> network(int brokerPort, int controllerPort) {
        return Map.of("process.roles", "broker,controller", "node.id", "1", "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort, "controller.listener.names", CONTROLLER, "listeners",
                "PLAINTEXT://127.0.0.1:" + brokerPort + "," + CONTROLLER + "://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    }

    private static void format(Path dir) {
        if (Files.exists(dir.resolve("meta.properties"))) return;
        try {
            Files.createDirectories(dir);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES).setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString()).setDirectories(List.of(dir.toString()))
                    .setMetadataLogDirectory(dir.toString()).setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION).run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot format " + dir, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + dir + ": " + e.getMessage(), e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            throw new IllegalStateException("bouncer.standalone.kafka-port: cannot listen on 127.0.0.1:" + port + ": "
                    + e.getMessage() + "; expected a free port, or 0 for any (does another 'bouncer up' run?)", e);
        }
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops it cleanly. */
    @Override
    public void close() {
        node.close();
    }
}
