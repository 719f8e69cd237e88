package dev.bouncer.bench.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Launcher;
import dev.bouncer.bench.process.Ports;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Bouncer's processes on one broker, with one app, {@value #APP}. Whatever it has started ends with it. Not thread-safe.
 */
public final class Fleet implements AutoCloseable {
    /** The only app. */
    public static final String APP = "bench";
    /** Of the API key that may do everything. */
    public static final String KEY = "a-secret-of-the-backend-0123456789";

    private static final int PARTITIONS = 6;

    private final Launcher launcher;
    private final Path dir;
    private final Deque<Child> processes = new ArrayDeque<>();
    private @Nullable String kafka;

    /** @param dir for configurations, data and logs */
    public Fleet(Launcher launcher, Path dir) {
        this.launcher = launcher;
        this.dir = dir;
    }

    /** Starts a broker of its own for the rest, and makes Bouncer's topics. */
    public Child startBroker() throws IOException {
        Child broker = keep(Child.java("broker", dir, BrokerProcess.class, dir.resolve("broker").toString()));
        kafka = broker.awaitLine("kafka=");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            new TopicLayout(admin, new Topics("")).create(PARTITIONS, (short) 1);
        }
        return broker;
    }

    /** Bootstrap servers. */
    public String kafka() {
        if (kafka == null) throw new IllegalStateException("no broker is started yet");
        return kafka;
    }

    /** Everything in one process, with its broker. */
    public Node startUp(String name) throws IOException {
        int broker = Ports.free();
        kafka = "127.0.0.1:" + broker;
        int api = Ports.free();
        int edge = Ports.free();
        Path file = Files.writeString(dir.resolve(name + ".yml"), """
                bouncer:
                  standalone: { kafka-port: %d }
                  data-dir: "%s"
                  edge: { host: 127.0.0.1, port: %d, id: %s, drain: 0s }
                  api: { host: 127.0.0.1, port: %d, limits: { per-key: unlimited } }
                %s""".formatted(broker, dir.resolve(name), edge, name, api, app("")));
        return ready("up", name, file.toString(), edge, api);
    }

    /** An edge. */
    public Node startEdge(String name) throws IOException {
        return startEdge(name, "");
    }

    /** An edge with more in its environment. */
    public Node startEdge(String name, Map<String, String> environment) throws IOException {
        int port = Ports.free();
        return ready(launcher.with(environment), "edge", name, config(name, port, ""), port, 0);
    }

    /** An edge with routes: YAML, indented by eight. */
    public Node startEdge(String name, String routes) throws IOException {
        int port = Ports.free();
        return ready("edge", name, config(name, port, routes), port, 0);
    }

    /** An API process. */
    public Node startApi(String name) throws IOException {
        int port = Ports.free();
        return ready("api", name, config(name, port, ""), 0, port);
    }

    /** A moderation-streams process. */
    public Node startStreams(String name) throws IOException {
        return ready("streams", name, config(name, Ports.free(), ""), 0, 0);
    }

    /**
     * Starts one of each, all at once.
     *
     * @param setting of moderation-streams: YAML, {@code key: value}; empty: none
     */
    public Trio startTrio(String setting) throws IOException {
        int streams = Ports.free();
        int api = Ports.free();
        int edge = Ports.free();
        Begun first = begin(launcher, "streams", "streams", with(config("streams", streams, ""), setting));
        Begun second = begin(launcher, "api", "api", config("api", api, ""));
        Begun third = begin(launcher, "edge", "edge", config("edge", edge, ""));
        return new Trio(first.ready(0, 0), second.ready(0, api), third.ready(edge, 0));
    }

    /** The three that everything needs. */
    public record Trio(Node streams, Node api, Node edge) {}

    private record Begun(Child process) {
        Node ready(int edge, int api) throws IOException {
            process.awaitLine("ready ");
            return new Node(process, edge, api);
        }
    }

    private Begun begin(Launcher launcher, String command, String name, String config) throws IOException {
        return new Begun(keep(launcher.start(name, dir, command, "--config", config)));
    }

    private static String with(String config, String setting) throws IOException {
        Path file = Path.of(config);
        Files.writeString(file, Files.readString(file).replace("streams: { ",
                setting.isEmpty() ? "streams: { " : "streams: { " + setting + ", "));
        return config;
    }

    private Node ready(String command, String name, String config, int edge, int api) throws IOException {
        return ready(launcher, command, name, config, edge, api);
    }

    private Node ready(Launcher launcher, String command, String name, String config, int edge, int api)
            throws IOException {
        return begin(launcher, command, name, config).ready(edge, api);
    }

    private String config(String name, int port, String routes) throws IOException {
        return Files.writeString(dir.resolve(name + ".yml"), """
                bouncer:
                  kafka: { bootstrap-servers: "%s", replication-factor: 1 }
                  data-dir: "%s"
                  edge: { host: 127.0.0.1, port: %3$d, id: %4$s, drain: 0s }
                  api: { host: 127.0.0.1, port: %3$d, limits: { per-key: unlimited } }
                  streams: { host: 127.0.0.1, port: %3$d }
                %5$s""".formatted(kafka(), dir.resolve(name), port, name, app(routes))).toString();
    }

    private static String app(String routes) {
        return """
                  apps:
                    %s:
                      keys: { backend: { secret: "%s", scopes: admin } }
                      tokens: { hmac-secret: "%s" }
                """.formatted(APP, KEY, Tokens.SECRET) + (routes.isEmpty() ? "" : "      routes:\n" + routes);
    }

    private Child keep(Child process) {
        processes.push(process);
        return process;
    }

    /** What its processes and the broker have taken of the CPU since each began. */
    public long cpuMillis() throws IOException {
        long millis = 0;
        for (Child process : processes) {
            millis += process.usage().cpuMillis();
        }
        return millis;
    }

    /** Ends one of its processes. */
    public void stop(Node node) {
        processes.remove(node.process());
        node.process().close();
    }

    @Override
    public void close() {
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }
}
