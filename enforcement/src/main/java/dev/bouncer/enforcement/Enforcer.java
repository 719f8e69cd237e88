package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

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
    private final MeterRegistry meters;
    private final Timer latency;

    Enforcer(BlocklistView view, SessionRegistry sessions, Duration terminateSkew, InstantSource clock,
            MeterRegistry meters) {
        this.view = view;
        this.sessions = sessions;
        this.terminateSkew = terminateSkew;
        this.clock = clock;
        this.meters = meters;
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
        int closed = switch (command) {
            case Command.Block block -> closeIfBlocked(block.subject());
            case Command.Unblock unused -> 0;
            case Command.Terminate terminate -> closeOpenedBefore(terminate, record.at());
        };
        if (closed > 0) {
            latency.record(Duration.between(record.at(), clock.instant()));
            LOG.atInfo().addKeyValue("command", command.id()).addKeyValue("subject", command.subject())
                    .addKeyValue("sessions", closed).log("enforced");
        }
    }

    /**
     * Closes a subject's sessions if the view says that it is blocked: a command that is not the last word on its subject
     * closes nobody.
     *
     * @return how many were closed
     */
    int closeIfBlocked(SubjectKey subject) {
        Collection<Session> found = sessions.find(subject);
        if (found.isEmpty()) return 0;
        BlockEntry block = view.find(subject, clock.instant());
        if (block == null) return 0;
        found.forEach(session -> close(session, new CloseReason.Blocked(block)));
        return found.size();
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
            if (block != null) close(session, new CloseReason.Blocked(block));
        }
    }

    // One opened before the command is never spared, whichever clock is ahead; one clearly opened after it is.
    private int closeOpenedBefore(Command.Terminate terminate, Instant commanded) {
        Instant latest = commanded.plus(terminateSkew);
        int closed = 0;
        for (Session session : sessions.find(terminate.subject())) {
            if (session.openedAt().isAfter(latest) || !terminate.termination().isFor(session.id())) continue;
            close(session, new CloseReason.Terminated(terminate.termination().close()));
            closed++;
        }
        return closed;
    }

    private void close(Session session, CloseReason reason) {
        try {
            session.close(reason);
            meters.counter("bouncer.sessions.closed", "reason", reason.getClass().getSimpleName()).increment();
        } catch (RuntimeException e) {
            // One session that cannot be closed must not save the others.
            LOG.atError().setCause(e).addKeyValue("session", session.id()).log("closing a session failed");
        }
    }
}
