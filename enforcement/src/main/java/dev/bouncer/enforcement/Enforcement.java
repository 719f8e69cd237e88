package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.bouncer.contract.KafkaRefusal;
import dev.bouncer.contract.TopicLayout;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An edge without sockets, running: follows the log, keeps the view, closes the sessions. When its store has to be made
 * anew it does so by itself, sessions staying open meanwhile. Thread-safe.
 */
public final class Enforcement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Enforcement.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_COMPACTION_LAG = Duration.ofMinutes(1);

    private final EnforcementConfig config;
    private final CommandListener listener;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final SessionRegistry sessions = new SessionRegistry();
    private final BlocklistView view;
    private final Enforcer enforcer;
    private final Admission admission;
    private final BooleanSupplier mayServe;
    private final FollowingMeters following;
    private final Semaphore hurry = new Semaphore(0);
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final Thread supervisor = Thread.ofPlatform().name("enforcement").unstarted(this::supervise);
    // Per partition, the first command that this process has not enforced yet; null: it has enforced none. Written by the
    // supervisor alone, and the array never again.
    private volatile long @Nullable [] nextCommands;
    // Absent while catching up.
    private volatile @Nullable Freshness commandsRead;
    private volatile @Nullable FollowedLog followed;

    private Enforcement(EnforcementConfig config, CommandListener listener, EnforcementTrace trace,
            BooleanSupplier mayServe, MeterRegistry meters, InstantSource clock) {
        this.config = config;
        this.listener = listener;
        this.meters = meters;
        this.clock = clock;
        this.view = BlocklistView.empty();
        this.enforcer = new Enforcer(view, sessions, config.terminateSkew(), clock, listener, trace, meters);
        this.mayServe = mayServe;
        this.admission = new Admission(view, sessions, this::readiness, mayServe, clock);
        this.following = new FollowingMeters(meters, view, clock);
    }

    /** Starts and returns at once; {@link #awaitReady} tells when it knows what is in force. */
    public static Enforcement start(EnforcementConfig config, MeterRegistry meters, InstantSource clock) {
        return start(config, CommandListener.NONE, () -> true, meters, clock);
    }

    /**
     * The same.
     *
     * @param listener hears of every command
     * @param mayServe whether this node may have clients at all; where it may not, it is {@link Readiness#STALE}
     */
    public static Enforcement start(EnforcementConfig config, CommandListener listener, BooleanSupplier mayServe,
            MeterRegistry meters, InstantSource clock) {
        return start(config, listener, EnforcementTrace.NONE, mayServe, meters, clock);
    }

    /** The same, where {@code trace} hears of every command that has closed sessions. */
    public static Enforcement start(EnforcementConfig config, CommandListener listener, EnforcementTrace trace,
            BooleanSupplier mayServe, MeterRegistry meters, InstantSource clock) {
        Enforcement enforcement = new Enforcement(config, listener, trace, mayServe, meters, clock);
        enforcement.supervisor.start();
        return enforcement;
    }

    /**
     * Waits until this node knows what is in force for the first time, however long Kafka is away.
     *
     * @throws IllegalStateException if it must not start: topics are missing, not whole, or do not fit together, or Kafka
     *                               does not let this process in, or not do what it has to
     */
    public void awaitReady() throws InterruptedException {
        try {
            firstReady.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(cause.getMessage(), cause);
        }
    }

    /** Whether this node knows what is in force. */
    public Readiness readiness() {
        Freshness read = commandsRead;
        if (read == null) return Readiness.CATCHING_UP;
        if (!mayServe.getAsBoolean()) return Readiness.STALE;
        return read.asOf().plus(config.staleAfter()).isBefore(clock.instant()) ? Readiness.STALE : Readiness.READY;
    }

    /** Whether every command that was on the log at that time, by this node's clock, has been read. */
    public boolean hasReadSince(Instant time) {
        Freshness read = commandsRead;
        return read != null && read.asOf().isAfter(time);
    }

    /** Asks at once how far the log goes, and not within a second, for {@link #hasReadSince}. */
    public void lookSoon() {
        hurry.release();
    }

    /** The blocklist; complete only while {@link #readiness} is not {@link Readiness#CATCHING_UP}. */
    public BlocklistView view() {
        return view;
    }

    /** The sessions that commands close. */
    public SessionRegistry sessions() {
        return sessions;
    }

    /**
     * Per partition of the commands topic, the first offset that this node has not enforced: all sessions that the commands
     * before it concern have been told to close, and whoever comes is asked about with them in mind. Empty as long as this
     * node has never known what is in force.
     */
    public List<Long> applied() {
        FollowedLog now = followed;
        long[] next = now == null ? nextCommands : now.nextCommands();
        if (next == null) return List.of();
        // In this order: what is unfinished is so before the tail has left it behind.
        Long[] applied = new Long[next.length];
        Arrays.setAll(applied, partition -> enforcer.unfinished().firstFrom(partition, next[partition]));
        return List.of(applied);
    }

    /** Decides who may stay. */
    public Admission admission() {
        return admission;
    }

    private void supervise() {
        try {
            alone();
        } catch (InterruptedException e) {
            firstReady.completeExceptionally(new IllegalStateException("stopped before it was ready"));
        } catch (RuntimeException e) {
            // Whoever waits for the first time is told; but perhaps nobody does, and later nobody can.
            LOG.atError().setCause(e).log("enforcement ended");
            firstReady.completeExceptionally(e);
        }
    }

    private void alone() throws InterruptedException {
        StateDirLock lock = StateDirLock.take(config.stateDir());
        try {
            follow();
        } finally {
            lock.close();
        }
    }

    private void follow() throws InterruptedException {
        Map<String, Object> kafka = new HashMap<>(config.kafka());
        kafka.putAll(LogOffsets.patience(PATIENCE));
        Admin admin = connect(kafka);
        try {
            TopicLayout layout = new TopicLayout(admin, config.topics());
            int partitions = awaitPartitions(layout);
            LogOffsets log = new LogOffsets(admin, config.topics(), partitions);
            while (true) {
                follow(layout, log);
            }
        } finally {
            // Nobody waits for the answers that are still outstanding.
            admin.close(Duration.ZERO);
        }
    }

    private Admin connect(Map<String, Object> kafka) {
        try {
            return Admin.create(kafka);
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    private IllegalStateException refused(RuntimeException e) {
        return KafkaRefusal.of(String.valueOf(config.kafka().get("bootstrap.servers")), e);
    }

    private int awaitPartitions(TopicLayout layout) throws InterruptedException {
        while (true) {
            try {
                int partitions = layout.partitions();
                layout.requireWhole();
                requireCompactionLag(layout.blocklistCompactionLag());
                return partitions;
            } catch (InterruptException e) {
                throw interrupted(e);
            } catch (KafkaException e) {
                if (KafkaRefusal.isFinal(e)) throw refused(e);
                LOG.atWarn().addKeyValue("error", e.getMessage())
                        .addKeyValue("bootstrap_servers", config.kafka().get("bootstrap.servers"))
                        .log("Kafka does not answer, trying again");
                Thread.sleep(TICK);
            }
        }
    }

    private void requireCompactionLag(Duration lag) {
        if (lag.compareTo(SHORTEST_COMPACTION_LAG) >= 0) return;
        throw new IllegalStateException("topic " + config.topics().blocklist() + ": min.compaction.lag.ms: expected "
                + SHORTEST_COMPACTION_LAG.toMillis() + " or more, found " + lag.toMillis()
                + ": a node must be able to read a record before it is compacted away");
    }

    /** Follows the log with one store, until that has to be made anew. */
    private void follow(TopicLayout layout, LogOffsets log) throws InterruptedException {
        try (FollowedLog opened = FollowedLog.open(config, view, enforcer, log, layout, nextCommands, clock, following,
                meters)) {
            // Blocks given while nobody looked may be in the store already, and then the tail closes nobody for them.
            enforcer.closeAllRefused();
            try {
                commandsRead = opened.commandsRead();
                followed = opened;
                listener.caughtUp();
                firstReady.complete(null);
                // Not before: it registers hundreds of meters, and nobody need wait for them.
                bindMeters(opened);
                LOG.atInfo().addKeyValue("id", config.id()).log("ready");
                while (opened.tick(PATIENCE)) {
                    awaitTick();
                }
            } finally {
                // Before the store is closed: from now on nobody may ask it.
                commandsRead = null;
                nextCommands = opened.nextCommands();
                followed = null;
            }
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (RuntimeException e) {
            // Somebody sees a start that fails, and can give it the rights that it lacks.
            if (!firstReady.isDone() && KafkaRefusal.isFinal(e)) throw refused(e);
            // Whatever it was: a node that gave up would refuse its clients until somebody came.
            LOG.atWarn().setCause(e).log("following the log failed, trying again");
            Thread.sleep(TICK);
        }
    }

    private void bindMeters(FollowedLog opened) {
        try {
            opened.bindTo(meters);
        } catch (RuntimeException e) {
            // The registry may be the application's; that clients are kept out is worth more than what is measured.
            LOG.atWarn().setCause(e).log("some meters are missing, the registry refused them");
        }
    }

    private void awaitTick() throws InterruptedException {
        if (hurry.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) hurry.drainPermits();
    }

    private static InterruptedException interrupted(InterruptException e) {
        InterruptedException stop = new InterruptedException();
        stop.initCause(e);
        return stop;
    }

    /** Stops following the log; closes no session. */
    @Override
    public void close() {
        supervisor.interrupt();
        boolean interrupted = false;
        while (supervisor.isAlive()) {
            try {
                supervisor.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
