package dev.bouncer.enforcement.announce;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Topics;
import dev.bouncer.enforcement.CommandListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on a thread of its own what this edge has enforced: every second, and at once where somebody waits to hear it, but
 * then no faster than Kafka acknowledges. Whoever enforces only leaves word here. Closes the sessions when the fence has
 * closed. Thread-safe.
 */
final class Announcer implements CommandListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final long LINGER = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_REPORT = Duration.ofMillis(500).toNanos();
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);
    /** So that an announcement stays far below what a broker takes. */
    private static final int MOST_CONFIRMED = 2_000;

    /** What it asks and does of this edge. */
    interface Subject {
        boolean isReady();

        List<Long> applied();

        /** Whether it has read all commands that there were at that time. */
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
    private final long heartbeat;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Instant startedAt;
    private final Thread thread = Thread.ofPlatform().daemon().name("announcer").unstarted(this::run);
    private @Nullable Subject subject;

    // All under the lock.
    private final Reports reports = new Reports();
    private long reportsDue;
    private long heartbeatDue = System.nanoTime();
    private boolean asked;
    private boolean prompted;
    private boolean inFlight;
    private boolean closed;

    // The producer's thread's, and this one's where nothing could be handed over.
    private volatile boolean heard = true;
    // The thread's alone: since when the fence has been closed.
    private @Nullable Instant closedAt;

    /** @param heartbeat how often it speaks unasked */
    Announcer(Producer<byte[], byte[]> producer, Topics topics, String edge, String version, Announcing announcing,
            Fence fence, Duration heartbeat, InstantSource clock, MeterRegistry meters) {
        this.producer = producer;
        this.topics = topics;
        this.edge = edge;
        this.version = version;
        this.announcing = announcing;
        this.fence = fence;
        this.heartbeat = heartbeat.toNanos();
        this.clock = clock;
        this.meters = meters;
        this.startedAt = clock.instant();
    }

    void start(Subject announced) {
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
            meters.counter("bouncer.enforcements.unreported").increment();
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

    private void run() {
        try {
            while (awaitTurn()) {
                keepFence();
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
            if (heartbeatDue - now <= 0 || (prompted && !inFlight)) return true;
            boolean reporting = !reports.isEmpty();
            if (reporting && reportsDue - now <= 0) return true;
            long due = reporting && reportsDue - heartbeatDue < 0 ? reportsDue : heartbeatDue;
            wait((due - now) / 1_000_000 + 1);
        }
        return false;
    }

    // Whoever was let in before the fence closed must be gone before it opens, and whoever comes then be judged by all that
    // came between.
    private void keepFence() {
        if (fence.isOpen()) return;
        int told = subject().closeAll();
        if (closedAt == null) {
            closedAt = clock.instant();
            LOG.atWarn().addKeyValue("edge", edge).addKeyValue("sessions", told)
                    .log("no announcement acknowledged for too long: serves nobody");
        }
        if (!subject().hasReadSince(closedAt) || !fence.reopen()) return;
        closedAt = null;
        LOG.atInfo().addKeyValue("edge", edge).log("in touch: may serve");
    }

    private void speak() {
        try {
            if (takeTurn()) announce();
            report();
        } catch (RuntimeException e) {
            // Whatever it is, an edge that fell silent for good would have to be restarted.
            answered(Moment.now(), e);
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
                meters.counter("bouncer.enforcements.unreported").increment();
                continue;
            }
            send(topics.enforcements(), report.encode(), (unused, failure) -> {
                if (failure != null) meters.counter("bouncer.enforcements.unreported").increment();
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
        List<EnforcementReport> confirmed;
        synchronized (this) {
            confirmed = reports.takeConfirmed(MOST_CONFIRMED);
        }
        EdgeAnnouncement announcement = new EdgeAnnouncement(edge, version, announcing.address(), startedAt,
                subject().isReady(), applied, announcing.fenceAfter(), confirmed, clock.instant());
        send(topics.edges(), announcement.encode(), (unused, failure) -> answered(said, failure));
    }

    private void send(String topic, byte @Nullable [] value, org.apache.kafka.clients.producer.Callback done) {
        var unused = producer.send(new ProducerRecord<>(topic, edge.getBytes(StandardCharsets.US_ASCII), value), done);
    }

    private void answered(Moment said, @Nullable Exception failure) {
        synchronized (this) {
            inFlight = false;
            if (prompted) notifyAll();
        }
        if (failure == null) fence.acknowledged(said);
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

    /** Says that this edge is gone. Waits a short while for that to be acknowledged. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
            notifyAll();
        }
        try {
            thread.join(LONGEST_GOODBYE);
            report();
            producer.send(new ProducerRecord<>(topics.edges(), edge.getBytes(StandardCharsets.US_ASCII), null))
                    .get(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("left without saying so");
        }
        producer.close(Duration.ZERO);
    }
}
