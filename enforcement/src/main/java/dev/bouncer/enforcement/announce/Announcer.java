package dev.bouncer.enforcement.announce;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.DepartureHeader;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Topics;
import dev.bouncer.enforcement.CommandListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on a thread of its own what this edge has enforced: every second, and at once where somebody waits to hear it, but
 * then no faster than Kafka acknowledges. Whoever enforces only leaves word here. Says nothing before this edge knows what is in
 * force: a process that never comes so far must not speak for another of its id. Opens the fence, and closes the sessions
 * when it has closed. Thread-safe.
 */
final class Announcer implements CommandListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final long LINGER = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_REPORT = Duration.ofMillis(500).toNanos();
    private static final long LOOK_AGAIN = Duration.ofMillis(50).toNanos();
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);
    /** So that an announcement stays far below what a broker takes. */
    private static final int MOST_CONFIRMED = 2_000;

    /** What it asks and does of this edge. */
    interface Subject {
        boolean isReady();

        /** Where it can be asked about its sessions; null: nowhere. */
        @Nullable
        String address();

        List<Long> applied();

        /** How many sessions each app has, as they are about now. */
        Map<String, Integer> sessions();

        /** Whether it has read all commands that there were at that time; if not, it makes haste to. */
        boolean hasReadSince(Instant time);

        /**
         * Tells all sessions to close, since nobody may be served; returns when all have been told.
         *
         * @return how many there were
         */
        int closeAll();
    }

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final String edge;
    private final String version;
    private final Announcing announcing;
    private final Fence fence;
    private final FenceKeeper keeper;
    private final long heartbeat;
    private final InstantSource clock;
    private final Counter unreported;
    private final Instant startedAt;
    private final Thread thread = Thread.ofPlatform().daemon().name("announcer").unstarted(this::run);
    private final CountedSessions sessions = new CountedSessions();
    private @Nullable Subject subject;

    // All under the lock.
    private final Reports reports = new Reports();
    private long reportsDue;
    private long heartbeatDue = System.nanoTime();
    private boolean asked;
    private boolean prompted;
    private boolean inFlight;
    // Whether the fence may be opened, and when to see to it.
    private boolean opening;
    private long openingDue;
    private boolean closed;

    // The producer's thread's, and this one's where nothing could be handed over.
    private volatile boolean heard = true;
    // The thread's, and whoever closes this when that has ended.
    private volatile boolean spoke;
    // The thread's: the offsets that were announced last.
    private List<Long> told = List.of();

    /** @param heartbeat how often it speaks unasked */
    Announcer(Producer<byte[], byte[]> producer, Topics topics, String edge, String version, Announcing announcing,
            Fence fence, Duration heartbeat, InstantSource clock, MeterRegistry meters) {
        this.producer = producer;
        this.topics = topics;
        this.edge = edge;
        this.version = version;
        this.announcing = announcing;
        this.fence = fence;
        this.keeper = new FenceKeeper(fence, edge, topics.edges());
        this.heartbeat = heartbeat.toNanos();
        this.clock = clock;
        this.unreported = Counter.builder("bouncer.enforcements.unreported")
                .description("Reports of what was enforced that did not get onto the log").register(meters);
        this.startedAt = clock.instant();
    }

    synchronized void start(Subject announced) {
        subject = announced;
        thread.start();
    }

    @Override
    public void read(Decoded.Valid record, boolean confirm) {
        if (confirm) ask();
    }

    private synchronized void ask() {
        asked = true;
    }

    @Override
    public synchronized void closed(Decoded.Valid record, int sessions, Duration took, boolean confirm) {
        boolean first = reports.isEmpty();
        if (!reports.add(new EnforcementReport(record.command().id(), edge, sessions, took, clock.instant()), confirm))
            unreported.increment();
        asked |= confirm;
        if (!first) return;
        reportsDue = System.nanoTime() + LINGER;
        notifyAll();
    }

    @Override
    public synchronized void progressed() {
        if (!asked) return;
        asked = false;
        prompted = true;
        notifyAll();
    }

    @Override
    public void caughtUp() {
        sayAtOnce();
    }

    private synchronized void sayAtOnce() {
        prompted = true;
        notifyAll();
    }

    private void run() {
        try {
            while (awaitTurn()) {
                watchFence();
                speak();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is something to say; false: no more, ever. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        while (!closed) {
            long now = System.nanoTime();
            if (prompted && !inFlight) return true;
            long due = heartbeatDue;
            if (!reports.isEmpty() && reportsDue - due < 0) due = reportsDue;
            if (opening && openingDue - due < 0) due = openingDue;
            if (due - now <= 0) return true;
            wait((due - now) / 1_000_000 + 1);
        }
        return false;
    }

    private void watchFence() {
        boolean failed = false;
        try {
            if (keeper.keep(subject())) sayAtOnce();
        } catch (RuntimeException e) {
            failed = true;
            // Whatever it is, an edge that no longer watched it would neither close nor open it ever again.
            LOG.atError().setCause(e).addKeyValue("edge", edge).log("seeing to the fence failed, trying again");
        }
        synchronized (this) {
            opening = !failed && fence.knownSince() != null;
            openingDue = System.nanoTime() + LOOK_AGAIN;
        }
    }

    private void speak() {
        try {
            if (takeTurn()) announce();
            report();
        } catch (RuntimeException e) {
            // Whatever it is, an edge that fell silent for good would have to be restarted.
            LOG.atError().setCause(e).addKeyValue("edge", edge).log("announcing failed, trying again");
            synchronized (this) {
                inFlight = false;
            }
        }
    }

    private void report() {
        List<EnforcementReport> taken;
        synchronized (this) {
            taken = reports.take();
        }
        long end = System.nanoTime() + LONGEST_REPORT;
        for (EnforcementReport report : taken) {
            // Where the topic is missing each one takes its time to fail; the heartbeat must not wait for them.
            if (System.nanoTime() - end > 0) {
                unreported.increment();
                continue;
            }
            send(topics.enforcements(), report.encode(), (unused, failure) -> {
                if (failure != null) unreported.increment();
            });
        }
    }

    private synchronized boolean takeTurn() {
        long now = System.nanoTime();
        if (heartbeatDue - now > 0 && (!prompted || inFlight)) return false;
        prompted = false;
        inFlight = true;
        heartbeatDue = now + heartbeat;
        return true;
    }

    private void announce() {
        Moment said = Moment.now();
        // What was applied first: a report of what has been applied by now is here already.
        List<Long> applied = subject().applied();
        Reports.Awaited awaited;
        synchronized (this) {
            awaited = reports.awaited(MOST_CONFIRMED);
            if (applied.isEmpty()) inFlight = false;
        }
        if (applied.isEmpty()) return;
        // Whoever waits is answered by the offsets: with what was closed up to there, all of it.
        if (awaited.rest()) applied = told.isEmpty() ? Collections.nCopies(applied.size(), 0L) : told;
        told = applied;
        fence.tried();
        spoke = true;
        try {
            EdgeAnnouncement announcement = new EdgeAnnouncement(edge, version, subject().address(), startedAt,
                    subject().isReady(), applied, announcing.fenceAfter(), sessions.counted(subject(), said),
                    awaited.reports(), clock.instant());
            send(topics.edges(), announcement.encode(), (unused, failure) -> answered(said, awaited, failure));
        } catch (RuntimeException e) {
            answered(said, awaited, e);
        }
    }

    private void send(String topic, byte @Nullable [] value, org.apache.kafka.clients.producer.Callback done) {
        var unused = producer.send(new ProducerRecord<>(topic, edge.getBytes(StandardCharsets.US_ASCII), value), done);
    }

    private void answered(Moment said, Reports.Awaited awaited, @Nullable Exception failure) {
        boolean mayOpen = keeper.answered(said, clock.instant(), failure);
        synchronized (this) {
            inFlight = false;
            if (failure == null) reports.acknowledged(awaited);
            prompted |= failure == null && awaited.rest();
            if (!opening && !fence.isOpen()) {
                opening = mayOpen;
                openingDue = System.nanoTime();
            }
            notifyAll();
        }
        boolean now = failure == null;
        if (heard == now) return;
        heard = now;
        if (now) {
            LOG.atInfo().addKeyValue("topic", topics.edges()).log("this edge is announced again");
        } else {
            LOG.atWarn().setCause(failure).addKeyValue("topic", topics.edges())
                    .log("this edge cannot announce itself: nobody can wait for it to confirm a command");
        }
    }

    private Subject subject() {
        if (subject == null) throw new IllegalStateException("not started");
        return subject;
    }

    /** Says that this edge is gone, if it ever spoke. Waits a short while for that to be acknowledged. */
    @Override
    public void close() {
        boolean started;
        synchronized (this) {
            if (closed) return;
            closed = true;
            started = subject != null;
            notifyAll();
        }
        fence.end();
        try {
            if (started) thread.join(LONGEST_GOODBYE);
            report();
            if (spoke) leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("left without saying so");
        }
        producer.close(Duration.ZERO);
    }

    private void leave() throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(new ProducerRecord<>(topics.edges(), null, edge.getBytes(StandardCharsets.US_ASCII), null,
                List.of(DepartureHeader.of(startedAt)))).get(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
