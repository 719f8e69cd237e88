package dev.bouncer.enforcement.announce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.EnforcementTrace;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.Session;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enforcement that the fleet hears of: an edge. Thread-safe. */
public final class AnnouncedEnforcement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedEnforcement.class);

    private final Enforcement enforcement;
    private final Fence fence;
    private final Announcer announcer;

    private AnnouncedEnforcement(Enforcement enforcement, Fence fence, Announcer announcer) {
        this.enforcement = enforcement;
        this.fence = fence;
        this.announcer = announcer;
    }

    /**
     * Starts and returns at once, as {@link Enforcement#start} does. Serves nobody before {@link #announce}, and then not before
     * the fleet can know of it.
     */
    public static AnnouncedEnforcement start(EnforcementConfig config, Announcing announcing, MeterRegistry meters,
            InstantSource clock) {
        return start(config, announcing, EnforcementTrace.NONE, meters, clock);
    }

    /** The same, where {@code trace} hears of every command that has closed sessions. */
    public static AnnouncedEnforcement start(EnforcementConfig config, Announcing announcing, EnforcementTrace trace,
            MeterRegistry meters, InstantSource clock) {
        Fence fence = new Fence(announcing.fenceAfter(), Moment::now);
        Announcer announcer = new Announcer(
                new KafkaProducer<>(properties(config), new ByteArraySerializer(), new ByteArraySerializer()),
                config.topics(), config.id(), version(), announcing, fence, Announcer.HEARTBEAT,
                clock, meters);
        Enforcement enforcement = Enforcement.start(config, announcer, trace, fence::isOpen, meters, clock);
        return new AnnouncedEnforcement(enforcement, fence, announcer);
    }

    // All replicas, since whoever hears it counts on it; and what is late is of no use, the next one says more.
    private static Map<String, Object> properties(EnforcementConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.putAll(Map.of("client.id", "bouncer-announcer-" + config.id(), "acks", "all", "linger.ms", 0,
                "enable.idempotence", true, "max.block.ms", 1_000, "request.timeout.ms", 2_000, "delivery.timeout.ms",
                3_000, "reconnect.backoff.max.ms", 1_000));
        return properties;
    }

    /** Of Bouncer, as this process announces it. */
    public static String version() {
        Properties built = new Properties();
        try (InputStream in = AnnouncedEnforcement.class.getResourceAsStream("version.properties")) {
            if (in != null) built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read from the jar", e);
        }
        return built.getProperty("version", "unknown");
    }

    /**
     * Announces itself from now on, as soon as it knows what is in force: to be called once, when nothing else can keep this process
     * from serving, since another of its id may be doing so.
     *
     * @param address where it can be asked about its sessions, {@code host:port}; null: nowhere
     */
    public void announce(@Nullable String address) {
        announcer.start(new ThisEdge(enforcement, address));
    }

    /**
     * Waits until this node knows what is in force for the first time, and may serve.
     *
     * @throws IllegalStateException if it must not start
     */
    public void awaitReady() throws InterruptedException {
        enforcement.awaitReady();
        fence.awaitOpen();
    }

    /** What runs. It may be closed before this is, where sessions still have to go that only it must not touch any more. */
    public Enforcement running() {
        return enforcement;
    }

    /** Stops following the log, and says that this edge is gone: to be called when its sessions are. */
    @Override
    public void close() {
        enforcement.close();
        announcer.close();
    }

    private record ThisEdge(Enforcement enforcement, @Nullable String address) implements Announcer.Subject {
        @Override
        public boolean isReady() {
            return enforcement.readiness() == Readiness.READY;
        }

        @Override
        public List<Long> applied() {
            return enforcement.applied();
        }

        @Override
        public Map<String, Integer> sessions() {
            return enforcement.sessions().countByApp();
        }

        @Override
        public boolean hasReadSince(Instant time) {
            if (enforcement.hasReadSince(time)) return true;
            enforcement.lookSoon();
            return false;
        }

        @Override
        public int closeAll() {
            Collection<Session> all = enforcement.sessions().all();
            for (Session session : all) {
                try {
                    session.close(new CloseReason.Unavailable());
                } catch (RuntimeException e) {
                    // One session that cannot be closed must not save the others.
                    LOG.atError().setCause(e).addKeyValue("session", session.id()).log("closing a session failed");
                }
            }
            return all.size();
        }
    }
}
