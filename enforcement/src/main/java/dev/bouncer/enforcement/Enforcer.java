package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.SubjectKey;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
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
    private final CommandListener listener;
    private final Unfinished unfinished = new Unfinished();
    private final Closing closing;
    private final GradualClosing gradualClosing;
    private final KickTimers kicks;
    private final EnforcementTrace trace;

    Enforcer(BlocklistView view, SessionRegistry sessions, Duration terminateSkew, InstantSource clock,
            CommandListener listener, EnforcementTrace trace, MeterRegistry meters) {
        this.view = view;
        this.sessions = sessions;
        this.terminateSkew = terminateSkew;
        this.clock = clock;
        this.listener = listener;
        this.closing = new Closing(meters);
        this.gradualClosing = new GradualClosing(closing);
        this.kicks = new KickTimers(meters);
        this.trace = trace;
    }

    /** For a command that this process has enforced before: the view learns of it, the sessions have had it. */
    void note(Decoded.Valid record) {
        view.apply(record.command(), record.position(), clock.instant());
    }

    /** Does what a command says that this process has not enforced before. */
    void enforce(Received received) {
        Decoded.Valid record = received.record();
        listener.read(record, received.confirm());
        note(record);
        switch (record.command()) {
            case Command.Block block -> closeRefused(BlocklistKey.block(block.subject()), received);
            case Command.Invalidate invalidate ->
                closeRefused(BlocklistKey.invalidation(invalidate.subject()), received);
            case Command.Unblock unused -> {
            }
            case Command.Terminate terminate -> close(received, openedBefore(terminate, record.at()),
                    new CloseReason.Terminated(terminate.termination().close()));
        }
    }

    /** The tail has done with all before its position, but for what {@link #unfinished} holds. */
    void progressed() {
        listener.progressed();
    }

    /** What the tail has left behind that is not done. */
    Unfinished unfinished() {
        return unfinished;
    }

    private void closeRefused(BlocklistKey key, Received received) {
        Refused refused = refused(key);
        if (refused == null) return;
        if (refused.rate() == null) {
            close(received, refused.sessions(), refused.reason());
        } else {
            // Nobody new comes in from now on, and that is what is confirmed; the others go at their time.
            closeGradually(key.subject(), refused, refused.rate(), closed -> {
                if (closed > 0) report(received, closed, sinceAppended(received));
            });
        }
    }

    private void closeGradually(SubjectKey app, Refused refused, int rate, IntConsumer told) {
        gradualClosing.begin(app.app(), refused.command(), refused.sessions(), rate, this::refusedByApp, told);
    }

    private @Nullable CloseReason refusedByApp(Session session) {
        BlockEntry block = view.findOfApp(sessions.subjectsOf(session), session.firstSeen(), clock.instant());
        return block == null ? null : new CloseReason.Blocked(block);
    }

    private void close(Received received, List<Session> found, CloseReason reason) {
        if (found.isEmpty()) return;
        if (found.size() <= Closing.FEW) {
            closing.close(found, reason, () -> told(received, found.size()));
            return;
        }
        unfinished.begin(received.record().position());
        closing.close(found, reason, () -> {
            try {
                told(received, found.size());
            } finally {
                unfinished.end(received.record().position());
            }
            listener.progressed();
        });
    }

    private void told(Received received, int sessions) {
        Duration took = sinceAppended(received);
        kicks.record(took, received.ago());
        report(received, sessions, took);
    }

    private Duration sinceAppended(Received received) {
        return Duration.between(received.record().at(), clock.instant());
    }

    private void report(Received received, int sessions, Duration took) {
        Command command = received.record().command();
        listener.closed(received.record(), sessions, took, received.confirm());
        trace.enforced(command, received.headers(), sessions, received.ago());
        LOG.atInfo().addKeyValue("command", command.id()).addKeyValue("subject", command.subject())
                .addKeyValue("sessions", sessions).addKeyValue("took_ms", took.toMillis()).log("enforced");
    }

    /**
     * Closes those of a subject's sessions that the view refuses by that row: a command that is not the last word on its row
     * closes nobody.
     */
    void closeIfRefused(BlocklistKey key) {
        Refused refused = refused(key);
        if (refused == null) return;
        if (refused.rate() == null) {
            closing.close(refused.sessions(), refused.reason(), () -> {});
        } else {
            closeGradually(key.subject(), refused, refused.rate(), unused -> {});
        }
    }

    private record Refused(List<Session> sessions, BlockEntry entry, CloseReason reason) {
        UUID command() {
            return entry.command();
        }

        @Nullable
        Integer rate() {
            return entry.reach().rate();
        }
    }

    // Null: the row is not in force, or nobody is here whom it is about.
    private @Nullable Refused refused(BlocklistKey key) {
        List<Session> found = List.copyOf(sessions.find(key.subject()));
        if (found.isEmpty()) return null;
        return switch (key.lane()) {
            case BLOCK -> {
                BlockEntry block = view.find(key.subject(), clock.instant());
                yield block == null ? null : new Refused(ofThose(found, block), block, new CloseReason.Blocked(block));
            }
            case INVALIDATE -> {
                BlockEntry entry = view.findInvalidation(key.subject(), clock.instant());
                yield entry == null
                        ? null
                        : new Refused(found.stream()
                                .filter(session -> entry.invalidates(session.tokenIssuedAt(key.subject())))
                                .toList(), entry, new CloseReason.Invalidated(entry));
            }
            case TERMINATE -> throw new IllegalStateException("a terminate makes no row");
        };
    }

    private List<Session> ofThose(List<Session> found, BlockEntry block) {
        if (block.reach().equals(Reach.ALL)) return found;
        return found.stream().filter(session -> block.isFor(sessions.subjectsOf(session), session.firstSeen()))
                .toList();
    }

    /**
     * The store has the word about a row again. A command that this node took at its word may have been a duplicate of
     * an old one, which moderation-streams drops: an unblock of that kind may have let somebody in.
     */
    void settled(BlocklistKey key) {
        try {
            closeIfRefused(key);
        } catch (RuntimeException e) {
            // Whoever tells us must go on.
            LOG.atError().setCause(e).addKeyValue("subject", key.subject()).log("asking for a settled subject failed");
        }
    }

    /** Closes whoever came to be refused while this node was not looking. */
    void closeAllRefused() {
        Instant now = clock.instant();
        for (Session session : sessions.all()) {
            CloseReason reason = view.refusal(sessions.subjectsOf(session), session::tokenIssuedAt, now);
            if (reason != null) closing.close(List.of(session), reason, () -> {});
        }
        sessions.apps().forEach(app -> closeIfRefused(BlocklistKey.block(SubjectKey.ofApp(app))));
    }

    // One opened before the command is never spared, whichever clock is ahead; one clearly opened after it is.
    private List<Session> openedBefore(Command.Terminate terminate, Instant commanded) {
        Instant latest = commanded.plus(terminateSkew);
        return sessions.find(terminate.subject()).stream().filter(
                session -> !session.openedAt().isAfter(latest) && terminate.termination().isFor(session.id()))
                .toList();
    }
}
