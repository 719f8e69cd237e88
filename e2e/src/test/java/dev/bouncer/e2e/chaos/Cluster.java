package dev.bouncer.e2e.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processes, and all that can be done to them. Whatever keeps an edge from its duty is declared here, from before it
 * happens until the edge is ready again. Thread-safe: a supervisor looks after those that no fault keeps down.
 */
final class Cluster implements AutoCloseable {
    private final Launch launch;
    private final Health health;
    private final History history;
    private final Events events;
    private final Map<Node, ServerProcess> running = new HashMap<>();
    private final Map<Node, Long> skews = new HashMap<>();
    private final Map<Node, List<Excuse>> declared = new HashMap<>();

    Cluster(Launch launch, Health health, History history, Events events) {
        this.launch = launch;
        this.health = health;
        this.history = history;
        this.events = events;
    }

    Launch launch() {
        return launch;
    }

    Network network() {
        return launch.network();
    }

    Health health() {
        return health;
    }

    /** Starts it; {@link #awaitReady} tells when it is back. */
    synchronized void start(Node node) {
        repaired();
        running.put(node, launch.start(node, skews.getOrDefault(node, 0L)));
    }

    /** From its next start on the node's clock is off by so much. */
    synchronized void skew(Node node, long millis) {
        skews.put(node, millis);
    }

    /** SIGKILL, to all of them before anything else happens. */
    synchronized void kill(Collection<Node> nodes) {
        nodes.forEach(node -> declare(node, Excuse.What.AWAY, "killed"));
        if (nodes.stream().filter(node -> node.kind() == Node.Kind.BROKER).count() > 1)
            Node.Kind.EDGE.nodes().forEach(edge -> declare(edge, Excuse.What.DEAF, "most brokers killed"));
        nodes.forEach(node -> process(node).kill());
        running.keySet().removeAll(nodes);
    }

    /** SIGTERM; waits for the end. */
    synchronized void stop(Node node) {
        declare(node, Excuse.What.AWAY, "stopped");
        if (!process(node).terminate()) events.say(node + " did not end when it was asked to, and was killed");
        running.remove(node);
    }

    synchronized void pause(Node node) {
        declare(node, Excuse.What.AWAY, "paused");
        declare(node, Excuse.What.DEAF, "paused");
        process(node).pause();
    }

    synchronized void resume(Node node) {
        repaired();
        process(node).resume();
    }

    synchronized void cut(Node node) {
        declare(node, Excuse.What.DEAF, "cut off from Kafka");
        network().cut(node);
    }

    synchronized void narrow(Node node) {
        network().narrow(node);
    }

    synchronized void mend(Node node) {
        repaired();
        network().mend(node);
    }

    private void declare(Node node, Excuse.What what, String why) {
        if (node.kind() != Node.Kind.EDGE) return;
        declared.computeIfAbsent(node, _ -> new ArrayList<>()).add(history.declare(node, what, why));
    }

    // From here on an edge may be ready before we see it, and take clients: it is excused, but no longer known to be stale.
    private void repaired() {
        declared.replaceAll((edge, excuses) -> {
            excuses.forEach(history::over);
            return new ArrayList<>(excuses.stream().map(excuse -> history.declare(edge, excuse.what(), "coming back"))
                    .toList());
        });
    }

    private ServerProcess process(Node node) {
        ServerProcess process = running.get(node);
        if (process == null) throw new IllegalStateException(node + " is not running");
        return process;
    }

    /** Waits until all nodes are ready and all replicas in sync; what was declared is over as each edge is ready. */
    void awaitReady() throws InterruptedException {
        awaitReady(Node.all());
    }

    /** The same for some of them. */
    void awaitReady(Collection<Node> nodes) throws InterruptedException {
        // Brokers first: the others cannot be ready without them.
        for (Node node : nodes) {
            health.awaitReady(node);
            ready(node);
        }
        health.awaitInSync();
    }

    private synchronized void ready(Node node) {
        List<Excuse> excuses = declared.remove(node);
        if (excuses != null) excuses.forEach(history::over);
    }

    /** What a service manager would do: starts who has ended, and who says that it is past help. */
    void supervise() {
        for (Node node : supervised()) {
            if (health.isPastHelp(node)) restart(node, " is past help");
        }
    }

    private synchronized List<Node> supervised() {
        List.copyOf(running.keySet()).stream().filter(node -> !process(node).alive())
                .forEach(node -> restart(node, " ended by itself"));
        return List.copyOf(running.keySet());
    }

    private synchronized void restart(Node node, String why) {
        // It may have become the business of a fault meanwhile.
        if (!running.containsKey(node)) return;
        events.say(node + why + ": started again");
        process(node).kill();
        start(node);
    }

    /** Ends all processes. */
    @Override
    public synchronized void close() {
        Stream.of(Node.Kind.EDGE, Node.Kind.API, Node.Kind.STREAMS, Node.Kind.BROKER)
                .flatMap(kind -> kind.nodes().stream()).map(running::get)
                .filter(process -> process != null && process.alive()).forEach(ServerProcess::kill);
    }
}
