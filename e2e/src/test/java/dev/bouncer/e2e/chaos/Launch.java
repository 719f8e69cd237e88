package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.bouncer.e2e.BuiltCli;

/**
 * How each node's process is started: the jars that {@code ./bouncer} runs, small JVMs, a folder for each node.
 *
 * @param home  of the project, built
 * @param out   the folder of this run
 * @param agent the jar of {@link SkewAgent}
 */
record Launch(Path home, Path out, Path agent, Network network) {
    static final String APP = "chat";
    static final String API_SECRET = "a-secret-of-the-backend-0123456789";
    static final String TOKEN_SECRET = "a-secret-of-the-tokens-0123456789abcdef";
    static final int PARTITIONS = 6;
    static final short REPLICATION = 3;
    /** How long after its end a block is cleared away; a minute would be long to wait for. */
    static final long EXPIRY_GRACE_SECONDS = 2;
    private static final String[] SMALL = {"-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"};

    Path dir(Node node) {
        return out.resolve(node.name());
    }

    Path log(Node node) {
        return out.resolve(node.name() + ".log");
    }

    String bootstrapServers() {
        return Node.Kind.BROKER.nodes().stream().map(node -> network.kafkaAddress(node) + ":" + Node.KAFKA_PORT)
                .collect(Collectors.joining(","));
    }

    /** Puts into place what that node finds at its first start. */
    void prepare(Node node) {
        try {
            Files.createDirectories(dir(node));
            switch (node.kind()) {
                case BROKER -> BrokerFolder.prepare(this, node);
                case API, STREAMS, EDGE -> Files.writeString(config(node), yaml(node));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what the nodes have on disk, but for their logs. */
    void deleteData() {
        for (Node node : Node.all()) {
            // A disk of its own goes with its namespace, and cannot be deleted before.
            Shell.tryRun("rm", "-rf", dir(node).toString());
        }
    }

    private Path config(Node node) {
        return out.resolve(node.name() + ".yml");
    }

    private String yaml(Node node) {
        String listen = "{ host: " + network.clientAddress(node) + ", port: " + Node.HTTP_PORT;
        return """
                bouncer:
                  kafka: { bootstrap-servers: "%s", replication-factor: %d, partitions: %d }
                  data-dir: %s
                  api: %s, limits: { per-key: unlimited } }
                  streams: %s, standby-replicas: 1, expiry-grace: %ds }
                  edge: %s, id: %s, drain: 1s, rehearsal: 0 }
                  apps:
                    %s:
                      keys: { backend: { secret: "%s", scopes: [moderate, read] } }
                      tokens: { hmac-secret: "%s" }
                """.formatted(bootstrapServers(), REPLICATION, PARTITIONS, dir(node), listen, listen,
                EXPIRY_GRACE_SECONDS, listen, node.name(), APP, API_SECRET, TOKEN_SECRET);
    }

    /** @param skewMillis how far the process's clock is off */
    ServerProcess start(Node node, long skewMillis) {
        List<String> command = new BuiltCli(home).server(SMALL);
        if (skewMillis != 0) command.add(1, "-javaagent:" + agent + "=" + skewMillis);
        command.addAll(switch (node.kind()) {
            case BROKER -> List.of("kafka.Kafka", BrokerFolder.properties(this, node).toString());
            case API, STREAMS, EDGE -> List.of("dev.bouncer.cli.Main", node.kind().name().toLowerCase(Locale.ROOT),
                    "--config", config(node).toString());
        });
        return ServerProcess.start(network.at(node, command), log(node));
    }
}
