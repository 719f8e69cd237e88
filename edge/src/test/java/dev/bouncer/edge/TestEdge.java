package dev.bouncer.edge;

import io.micrometer.core.instrument.Tag;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.CentrifugeTimes;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.InternalPort;
import dev.bouncer.config.PusherTimes;
import dev.bouncer.config.Rate;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.edge.gateway.Gateway;
import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.identify.Identification;
import dev.bouncer.edge.gateway.route.Routes;
import dev.bouncer.edge.health.HealthRoutes;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.centrifuge.CentrifugeProtocol;
import dev.bouncer.edge.protocol.nativ.NativeProtocol;
import dev.bouncer.edge.protocol.pusher.PusherProtocol;
import dev.bouncer.edge.server.EdgeServer;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.SessionRegistry;
import org.jspecify.annotations.Nullable;

/** A real edge on a free port, with commands given by hand instead of by Kafka. */
public final class TestEdge implements AutoCloseable {
    public final SessionRegistry registry = new SessionRegistry();
    public final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
    public final EdgeMetrics metrics;
    public final Sessions sessions;
    private final BlocklistView view = new BlocklistView(new InMemoryBlockStore(), 1);
    public final Timers timers = new Timers(InstantSource.system());
    private final Authenticator authenticator;
    private final Identification identification;
    private final EdgeServer server;
    private long offset;

    public TestEdge(List<AppConfig> apps) {
        this(apps, Duration.ofSeconds(30), List.of());
    }

    public TestEdge(List<AppConfig> apps, Duration pingInterval, List<String> trustedProxies) {
        this(apps, pingInterval, trustedProxies, PusherTimes.DEFAULT, CentrifugeTimes.DEFAULT, null);
    }

    public TestEdge(List<AppConfig> apps, PusherTimes pusher) {
        this(apps, Duration.ofSeconds(30), List.of(), pusher, CentrifugeTimes.DEFAULT, null);
    }

    public TestEdge(List<AppConfig> apps, CentrifugeTimes centrifuge) {
        this(apps, Duration.ofSeconds(30), List.of(), PusherTimes.DEFAULT, centrifuge, null);
    }

    /** @param tls null: without TLS */
    public TestEdge(List<AppConfig> apps, @Nullable TlsConfig tls) {
        this(apps, Duration.ofSeconds(30), List.of(), PusherTimes.DEFAULT, CentrifugeTimes.DEFAULT, tls);
    }

    private TestEdge(List<AppConfig> apps, Duration pingInterval, List<String> trustedProxies, PusherTimes pusher,
            CentrifugeTimes centrifuge, @Nullable TlsConfig tls) {
        EdgeConfig config = new EdgeConfig("127.0.0.1", 0, "edge-1",
                trustedProxies.stream().map(IpRange::parse).toList(), Duration.ofSeconds(2), Duration.ofSeconds(30),
                Duration.ZERO, Duration.ofSeconds(10), Rate.UNLIMITED, pingInterval, PusherTimes.DEFAULT,
                CentrifugeTimes.DEFAULT,
                null,
                2000, InternalPort.LOCAL, tls);
        this.metrics = new EdgeMetrics(apps.stream().map(AppConfig::name).collect(Collectors.toSet()));
        Admission admission = new Admission(view, registry, readiness::get, InstantSource.system());
        this.sessions = new Sessions(registry, admission, timers, metrics,
                apps.stream().collect(Collectors.toMap(AppConfig::name, app -> app)), UUID::randomUUID);
        this.authenticator = new Authenticator(apps, InstantSource.system());
        Routes routes = new Routes(apps);
        this.identification = new Identification(authenticator, routes.all(), InstantSource.system());
        this.server = new EdgeServer(config,
                List.of(new NativeProtocol(sessions, authenticator),
                        new PusherProtocol(sessions, timers, pusher, apps),
                        new CentrifugeProtocol(sessions, timers, authenticator, centrifuge, InstantSource.system())),
                executor -> new Gateway(routes, identification,
                        new Dialects(authenticator, apps), sessions, metrics,
                        config, timers, InstantSource.system(),
                        executor),
                new HealthRoutes(readiness::get, sessions::isLeaving, metrics), sessions::mayServe, timers,
                InstantSource.system(), metrics.registry());
        try {
            server.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public URI uri() {
        return server.uri();
    }

    /** What a tail does on a block. */
    public void block(SubjectKey subject, @Nullable Instant until, @Nullable String message) {
        Command.Block block = new Command.Block(UUID.randomUUID(), subject, until, "spam wave 12, see ticket 88",
                message, "backend-1", Instant.now());
        view.apply(block, new Position(0, offset++), Instant.now());
        CloseReason reason = new CloseReason.Blocked(BlockEntry.of(block));
        registry.find(subject).forEach(session -> session.close(reason));
    }

    /** What a tail does on an unblock. */
    public void unblock(SubjectKey subject) {
        Command.Unblock unblock = new Command.Unblock(UUID.randomUUID(), subject, null, "backend-1", Instant.now());
        view.apply(unblock, new Position(0, offset++), Instant.now());
    }

    /** Blocks an app, and closes whom that is for. */
    public void blockApp(String app, Reach reach) {
        Command.Block block = new Command.Block(UUID.randomUUID(), SubjectKey.ofApp(app), null, "raid", "Back soon.",
                "backend-1", Instant.now(), reach);
        view.apply(block, new Position(0, offset++), Instant.now());
        registry.all().stream().filter(session -> reach.isFor(registry.subjectsOf(session), session.firstSeen()))
                .forEach(session -> session.close(new CloseReason.Blocked(BlockEntry.of(block))));
    }

    /** What a tail does on an invalidation. */
    public void invalidate(SubjectKey subject, Instant issuedBefore, @Nullable String message) {
        Command.Invalidate invalidate = new Command.Invalidate(UUID.randomUUID(), subject, issuedBefore, null,
                "password changed", message, "backend-1", Instant.now());
        view.apply(invalidate, new Position(0, offset++), Instant.now());
        BlockEntry entry = BlockEntry.of(invalidate);
        registry.find(subject).stream().filter(session -> entry.invalidates(session.tokenIssuedAt(subject)))
                .forEach(session -> session.close(new CloseReason.Invalidated(entry)));
    }

    /** What a tail does on a terminate. */
    public void terminate(SubjectKey subject) {
        terminate(subject, Termination.ALL);
    }

    /** The same with words of the publisher's own. */
    public void terminate(SubjectKey subject, Termination.@Nullable Close close) {
        terminate(subject, new Termination(Set.of(), Set.of(), close));
    }

    /** The same, of some. */
    public void terminate(SubjectKey subject, Termination termination) {
        registry.find(subject).stream().filter(session -> termination.isFor(session.id()))
                .forEach(session -> session.close(new CloseReason.Terminated(termination.close())));
    }

    public static SubjectKey user(String id) {
        return SubjectKey.of("chat", SubjectKind.USER, id);
    }

    /** The value of a line of {@code /metrics}, 0 where there is none. */
    public double metric(String name, Map<String, String> tags) {
        return metrics.registry().find(name)
                .tags(tags.entrySet().stream().<Tag>map(
                        tag -> Tag.of(tag.getKey(), tag.getValue()))
                        .toList())
                .meters().stream().mapToDouble(meter -> meter.measure().iterator().next().getValue()).sum();
    }

    @Override
    public void close() {
        server.close();
        identification.close();
        authenticator.close();
        timers.close();
        metrics.close();
    }
}
