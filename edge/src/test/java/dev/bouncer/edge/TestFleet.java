package dev.bouncer.edge;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.bouncer.config.Rate;
import dev.bouncer.config.AppConfig;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.Termination;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.Session;
import org.jspecify.annotations.Nullable;

/** One node, or several that each hear every command: a client that asks where to connect is sent to the next one. */
public final class TestFleet implements AutoCloseable {
    private final List<TestEdge> edges = new ArrayList<>();
    private int next;

    public TestFleet(int nodes, AppConfig... apps) {
        for (int i = 0; i < nodes; i++)
            edges.add(new TestEdge(List.of(apps)));
    }

    /** Of the node whose turn it is. */
    public URI uri() {
        return edges.get(next++ % edges.size()).uri();
    }

    public void block(SubjectKey subject, @Nullable Instant until, @Nullable String message) {
        onEach(edge -> edge.block(subject, until, message));
    }

    public void unblock(SubjectKey subject) {
        onEach(edge -> edge.unblock(subject));
    }

    public void invalidate(SubjectKey subject, Instant issuedBefore, @Nullable String message) {
        onEach(edge -> edge.invalidate(subject, issuedBefore, message));
    }

    public void terminate(SubjectKey subject, Termination termination) {
        onEach(edge -> edge.terminate(subject, termination));
    }

    public void become(Readiness readiness) {
        onEach(edge -> edge.readiness.set(readiness));
    }

    public void drain() throws InterruptedException {
        for (TestEdge edge : edges)
            edge.sessions.drain(Duration.ZERO, Rate.UNLIMITED);
    }

    public List<Session> sessions() {
        return edges.stream().flatMap(edge -> edge.registry.all().stream()).toList();
    }

    public List<Session> sessionsOf(SubjectKey subject) {
        return edges.stream().flatMap(edge -> edge.registry.find(subject).stream()).toList();
    }

    /** Of the only session there is. */
    public Set<SubjectKey> subjects() {
        if (sessions().size() != 1) throw new AssertionError("expected one session, got " + sessions());
        return edges.stream().filter(edge -> edge.registry.size() > 0)
                .map(edge -> edge.registry.subjectsOf(edge.registry.all().iterator().next())).findAny().orElseThrow();
    }

    /** The value of a line of {@code /metrics}, all nodes together. */
    public double metric(String name, Map<String, String> tags) {
        return edges.stream().mapToDouble(edge -> edge.metric(name, tags)).sum();
    }

    private void onEach(Consumer<TestEdge> action) {
        edges.forEach(action);
    }

    @Override
    public void close() {
        onEach(TestEdge::close);
    }
}
