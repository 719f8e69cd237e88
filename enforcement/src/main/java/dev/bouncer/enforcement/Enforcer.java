package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntConsumer;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.SubjectKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command means on this node: first the view, then the sessions. Called by the tail, in the order of the log.
 */
final class Enforcer {
    private static final Logger LOG = LoggerFactory.getLogger(Enforcer.class);

    private final BlocklistView view;
    private final SessionRegistry sessions;
    private final Duration terminateSkew;
    private final InstantSource clock;
    private final Closing closing;
    private final Timer latency;

    Enforcer(BlocklistView view, SessionRegistry sessions, Duration terminateSkew, InstantSource clock,
            MeterRegistry meters) {
        this.view = view;
        this.sessions = sessions;
        this.terminateSkew = terminateSkew;
        this.clock = clock;
        this.closing = new Closing(meters);
        this.latency = Timer.builder("bouncer.enforcement.latency")
                .description("From the time the broker appended a command to its sessions being told to close")
                .publishPercentileHistogram().register(meters);
    }

    /** For a command that this process has enforced before: the view learns of it, the sessions have had it. */
    void note(Decoded.Valid record) {
        view.apply(record.command(), record.position(), clock.instant());
    }

    void enforce(Decoded.Valid record) {
        Command command = record.command();
        note(record);
        switch (command) {
            case Command.Block block -> closeIfBlocked(block.subject(), closed -> told(record, closed));
            case Command.Unblock unused -> {
            }
            case Command.Terminate terminate -> closeOpenedBefore(terminate, record.at(),
                    closed -> told(record, closed));
        }
    }

    private void told(Decoded.Valid record, int sessions) {
        latency.record(Duration.between(record.at(), clock.instant()));
        LOG.atInfo().addKeyValue("command", record.command().id()).addKeyValue("subject", record.command().subject())
                .addKeyValue("sessions", sessions).log("enforced");
    }

    /**
     * Closes a subject's sessions if the view says that it is blocked: a command that is not the last word on its subject
     * closes nobody.
     */
    void closeIfBlocked(SubjectKey subject) {
        closeIfBlocked(subject, unused -> {});
    }

    // It is told how many there were, once they have been told to close; nothing where there were none.
    private void closeIfBlocked(SubjectKey subject, IntConsumer told) {
        List<Session> found = List.copyOf(sessions.find(subject));
        if (found.isEmpty()) return;
        BlockEntry block = view.find(subject, clock.instant());
        if (block == null) return;
        closing.close(found, new CloseReason.Blocked(block), () -> told.accept(found.size()));
    }

    /**
     * The store has the word about a subject again. A command that this node took at its word may have been a duplicate of
     * an old one, which moderation-streams drops: an unblock of that kind may have let somebody in.
     */
    void settled(SubjectKey subject) {
        try {
            closeIfBlocked(subject);
        } catch (RuntimeException e) {
            // Whoever tells us must go on.
            LOG.atError().setCause(e).addKeyValue("subject", subject).log("asking for a settled subject failed");
        }
    }

    /** Closes whoever became blocked while this node was not looking. */
    void closeAllBlocked() {
        Instant now = clock.instant();
        for (Session session : sessions.all()) {
            BlockEntry block = view.findAny(sessions.subjectsOf(session), now);
            if (block != null) closing.close(List.of(session), new CloseReason.Blocked(block), () -> {});
        }
    }

    // One opened before the command is never spared, whichever clock is ahead; one clearly opened after it is.
    private void closeOpenedBefore(Command.Terminate terminate, Instant commanded, IntConsumer told) {
        Instant latest = commanded.plus(terminateSkew);
        List<Session> found = sessions.find(terminate.subject()).stream().filter(
                session -> !session.openedAt().isAfter(latest) && terminate.termination().isFor(session.id()))
                .toList();
        if (found.isEmpty()) return;
        closing.close(found, new CloseReason.Terminated(terminate.termination().close()),
                () -> told.accept(found.size()));
    }
}
