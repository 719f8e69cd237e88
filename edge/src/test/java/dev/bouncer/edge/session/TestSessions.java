package dev.bouncer.edge.session;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.config.AppConfig;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.SessionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/** The sessions of one app on a node without sockets, where it can be seen whether anything is left of them. */
public final class TestSessions implements AutoCloseable {
    // What clients say must not make up names of meters.
    private static final int MAX_METERS = 30;

    public final Timers timers;
    public final Sessions sessions;
    private final SessionRegistry registry = new SessionRegistry();
    private final BlocklistView view = new BlocklistView(new InMemoryBlockStore(), 1);
    private final EdgeMetrics metrics;
    private final InstantSource clock;
    private long offset;

    public TestSessions(AppConfig app, InstantSource clock) {
        this.clock = clock;
        this.timers = new Timers(clock);
        this.metrics = new EdgeMetrics(Set.of(app.name()));
        this.sessions = new Sessions(registry, new Admission(view, registry, () -> Readiness.READY, clock), timers,
                metrics, Map.of(app.name(), app), UUID::randomUUID);
    }

    /** How many timers are waiting. */
    public static int waiting(Timers timers) {
        return timers.waiting();
    }

    /** Keeps the subject out from now on. */
    public void block(SubjectKey subject) {
        view.apply(new Command.Block(UUID.randomUUID(), subject, null, null, null, "fuzz", clock.instant()),
                new Position(0, offset++), clock.instant());
    }

    /** What a tail does on a terminate of everybody. */
    public void terminateAll() {
        registry.all().forEach(session -> session.close(new CloseReason.Terminated()));
    }

    /** Makes sure that nothing is left of any session. */
    public void assertNothingLeft() {
        assertThat(registry.size()).as("sessions").isZero();
        assertThat(sessions.limited()).as("places taken").isZero();
        assertThat(timers.waiting()).as("timers waiting").isZero();
        assertThat(metrics.registry().getMeters()).as("meters").hasSizeLessThan(MAX_METERS);
        assertThat(metrics.registry().get("bouncer.sessions").gauge().value()).as("sessions counted").isZero();
    }

    @Override
    public void close() {
        timers.close();
        metrics.close();
    }
}
