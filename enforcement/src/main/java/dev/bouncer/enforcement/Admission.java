package dev.bouncer.enforcement;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a session may stay, whenever it turns out who it is. Registered before asked: a block is either seen by
 * the question or finds the session, and there is no moment between them. Thread-safe.
 */
public final class Admission {
    /** What became of it. */
    public sealed interface Outcome {
        /** Whether it may stay. */
        default boolean isAdmitted() {
            return this instanceof Admitted;
        }

        /** It may stay: welcome the client, unless the session was closed meanwhile. */
        record Admitted() implements Outcome {}

        /** It may not, and is no longer registered: close it for this reason. */
        record Refused(CloseReason reason) implements Outcome {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final BlocklistView view;
    private final SessionRegistry registry;
    private final Supplier<Readiness> readiness;
    private final BooleanSupplier mayServe;
    private final InstantSource clock;

    /** Asks the view about those it puts into the registry. */
    public Admission(BlocklistView view, SessionRegistry registry, Supplier<Readiness> readiness,
            InstantSource clock) {
        this(view, registry, readiness, () -> true, clock);
    }

    /** @param mayServe whether this node may have clients at all */
    Admission(BlocklistView view, SessionRegistry registry, Supplier<Readiness> readiness, BooleanSupplier mayServe,
            InstantSource clock) {
        this.view = view;
        this.registry = registry;
        this.readiness = readiness;
        this.mayServe = mayServe;
        this.clock = clock;
    }

    /**
     * Whether those who were admitted may still be served. To be asked before a frame is passed on, since it is cheap: where
     * it is false all sessions are being closed.
     */
    public boolean mayServe() {
        return mayServe.getAsBoolean();
    }

    /**
     * Registers a session as these subjects, in addition to those it has, then asks. Whoever is admitted must be removed
     * from the registry when its connection is gone.
     */
    public Outcome admit(Session session, Collection<SubjectKey> subjects) {
        registry.bind(session, subjects);
        CloseReason refusal = refusal(session, subjects);
        if (refusal == null) return new Outcome.Admitted();
        registry.remove(session);
        return new Outcome.Refused(refusal);
    }

    /**
     * Asks about a session that shows another token for subjects that it is registered as already. It was asked about then, and has
     * been findable since, so all that can keep it out is the token's age; a node out of touch says what it knows.
     */
    public Outcome renew(Session session, Collection<SubjectKey> subjects) {
        CloseReason refusal = answer(() -> {
            BlockEntry invalidation = view.findAnyInvalidation(subjects, session::tokenIssuedAt, clock.instant());
            return invalidation == null ? null : new CloseReason.Invalidated(invalidation);
        });
        if (refusal == null) return new Outcome.Admitted();
        registry.remove(session);
        return new Outcome.Refused(refusal);
    }

    /**
     * Whether an invalidation is known that would keep somebody out who is all these subjects by one token. Nobody is admitted
     * by asking this.
     *
     * @param tokenIssuedAt null: it does not say
     */
    public boolean isInvalidated(Collection<SubjectKey> subjects, @Nullable Instant tokenIssuedAt) {
        return answer(() -> {
            BlockEntry entry = view.findAnyInvalidation(subjects, unused -> tokenIssuedAt, clock.instant());
            return entry == null ? null : new CloseReason.Invalidated(entry);
        }) instanceof CloseReason.Invalidated;
    }

    private @Nullable CloseReason refusal(Session session, Collection<SubjectKey> subjects) {
        return switch (readiness.get()) {
            case CATCHING_UP, STALE -> new CloseReason.Unavailable();
            case READY -> answer(() -> {
                Instant now = clock.instant();
                CloseReason reason = view.refusal(subjects, session::tokenIssuedAt, now);
                return reason != null ? reason : refusalByApp(session, now);
            });
        };
    }

    /**
     * Asks whether a block of the app is for a session, now that it is no longer all that it was: an exception may have been
     * for what it has left.
     *
     * @return null: it may stay
     */
    public @Nullable CloseReason refusalByApp(Session session) {
        return answer(() -> refusalByApp(session, clock.instant()));
    }

    // By all that it is: an exception may be for what it has been known as before.
    private @Nullable CloseReason refusalByApp(Session session, Instant now) {
        BlockEntry block = view.findOfApp(registry.subjectsOf(session), session.firstSeen(), now);
        return block == null ? null : new CloseReason.Blocked(block);
    }

    private static @Nullable CloseReason answer(Supplier<@Nullable CloseReason> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            // A node that cannot answer must not let anybody in.
            LOG.atWarn().setCause(e).log("asking the blocklist failed");
            return new CloseReason.Unavailable();
        }
    }
}
