package dev.bouncer.api;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.fasterxml.uuid.Generators;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.Callers;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.confirm.RecentCommands;
import dev.bouncer.api.description.DescriptionDoor;
import dev.bouncer.api.doors.BlocksDoor;
import dev.bouncer.api.doors.BulkDoor;
import dev.bouncer.api.doors.CheckDoor;
import dev.bouncer.api.doors.CommandDoor;
import dev.bouncer.api.doors.CommandRequests;
import dev.bouncer.api.doors.CommandsDoor;
import dev.bouncer.api.doors.EdgesDoor;
import dev.bouncer.api.doors.HistoryDoor;
import dev.bouncer.api.doors.InvalidationsDoor;
import dev.bouncer.api.doors.LiveSessionsDoor;
import dev.bouncer.api.doors.SessionsDoor;
import dev.bouncer.api.doors.StreamsInstances;
import dev.bouncer.api.doors.centrifugo.CentrifugoDoor;
import dev.bouncer.api.doors.pusher.PusherAccess;
import dev.bouncer.api.doors.pusher.PusherDoor;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.HealthDoor;
import dev.bouncer.api.http.HttpServer;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.InMemoryCommandPublisher;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.ClientAddress;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.Scope;
import dev.bouncer.config.Secret;
import dev.bouncer.config.tracing.Tracing;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.IpRange;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The whole API behind a real port, with a log and a blocklist in memory and a clock that stands still. */
public final class RunningApi implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00.000Z");
    public static final int MAX_BODY = 4096;
    public static final String BACKEND = "backend-secret";
    public static final String READER = "reader-secret";
    public static final String GUARD = "guard-secret";
    public static final String MODERATOR = "moderator-secret";
    public static final String ADMIN = "admin-secret";
    public static final String CONSOLE = "console-secret";
    public static final String CONSOLE_MODERATOR = "console-moderator-secret";
    public static final String CONSOLE_VIEWER = "console-viewer-secret";
    public static final String OTHER_APP = "other-secret";
    public static final String SHARED = "shared-secret";

    public static final PusherConfig PUSHER = new PusherConfig("4711", "chat-key", new Secret("chat-pusher-secret"),
            true);
    public static final PusherConfig OTHER_PUSHER = new PusherConfig("4712", "other-key",
            new Secret("other-pusher-secret"), true);

    private static final int PARTITIONS = 3;

    public final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    public final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
    public final InMemoryBlockStore store = new InMemoryBlockStore();
    final ClosableBlockStore closableStore = new ClosableBlockStore(store);
    public final BlocklistView view = new BlocklistView(closableStore, PARTITIONS);
    public final InMemoryCommandPublisher publisher = new InMemoryCommandPublisher(PARTITIONS);
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    public final AtomicLong nanos = new AtomicLong();
    public final Edges edges = new Edges(Duration.ofMinutes(10), nanos::get);
    public final RecentCommands recent = new RecentCommands(now::get);
    public final Confirmations confirmations = new Confirmations(edges, recent);
    final List<String> forgotten = new CopyOnWriteArrayList<>();
    volatile boolean edgesLogIsAway;
    final List<HttpServer> servers;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private final List<StreamsInstances> streams = new ArrayList<>();
    private final List<LiveEdges> lives = new ArrayList<>();
    private int next;

    /** Doors of other modules. */
    public interface MoreDoors {
        /** Those of one node, which asks and gives commands by these. */
        List<Door> of(RunningApi api, AccessKeys access, CommandIntake intake, LiveEdges live,
                StreamsInstances streams);
    }

    public RunningApi() {
        this(0);
    }

    public RunningApi(int port) {
        this(port, CallerLimits.NONE, List.of(), null, List.of(), RunningApi::none);
    }

    public RunningApi(CallerLimits limits, String... trustedProxies) {
        this(0, limits, Stream.of(trustedProxies).map(IpRange::parse).toList(), null, List.of(), RunningApi::none);
    }

    /** @param secret what the instances of moderation-streams are shown; null: none is configured */
    RunningApi(@Nullable Secret secret, List<URI> streams) {
        this(0, CallerLimits.NONE, List.of(), secret, streams, RunningApi::none);
    }

    /** @param secret what edges and the instances of moderation-streams are shown; null: none is configured */
    public RunningApi(CallerLimits limits, @Nullable Secret secret, List<URI> streams, MoreDoors more) {
        this(0, limits, List.of(), secret, streams, more);
    }

    private static List<Door> none(RunningApi api, AccessKeys access, CommandIntake intake, LiveEdges live,
            StreamsInstances streams) {
        return List.of();
    }

    private RunningApi(int port, CallerLimits limits, List<IpRange> trustedProxies, @Nullable Secret secret,
            List<URI> instances, MoreDoors more) {
        servers = List.of(node(port, limits, trustedProxies, secret, instances, more));
    }

    private RunningApi(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        servers = List.of(node(0, CallerLimits.NONE, List.of(), null, List.of(), RunningApi::none));
    }

    /** One that waits only so long for a client that has begun. */
    static RunningApi waiting(Duration idleTimeout) {
        return new RunningApi(idleTimeout);
    }

    private RunningApi(int nodes, CallerLimits limits) {
        servers = Stream.generate(() -> node(0, limits, List.of(), null, List.of(), RunningApi::none)).limit(nodes)
                .toList();
    }

    /** Several nodes with one log and one blocklist, which take turns at being asked. */
    static RunningApi fleet(int nodes) {
        return new RunningApi(nodes, CallerLimits.NONE);
    }

    private HttpServer node(int port, CallerLimits limits, List<IpRange> trustedProxies, @Nullable Secret secret,
            List<URI> instances, MoreDoors more) {
        Callers callers = new Callers(limits, new ClientAddress(trustedProxies));
        AccessKeys access = new AccessKeys(apps(), callers);
        CommandIntake intake = new CommandIntake(publisher, view, readiness::get, now::get, meters);
        var ids = Generators.timeBasedEpochGenerator();
        CommandRequests requests = new CommandRequests(access, new RequestBody(MAX_BODY), intake, confirmations,
                ids::generate, now::get);
        StreamsInstances asked = new StreamsInstances(instances, InternalConfig.NONE, InstantSource.system(), meters);
        streams.add(asked);
        LiveEdges live = new LiveEdges(edges, new InternalConfig(secret), meters);
        lives.add(live);
        List<Door> doors = new ArrayList<>(List.of(new BlocksDoor(requests, access, view, readiness::get, now::get),
                new InvalidationsDoor(requests, access, view, readiness::get, now::get),
                new CheckDoor(access, view, readiness::get, now::get), new SessionsDoor(requests),
                new CommandsDoor(access, intake, confirmations, readiness::get, MAX_BODY, ids::generate, now::get),
                new BulkDoor(access, intake, confirmations, ids::generate, now::get),
                new CommandDoor(access, recent, confirmations, view),
                new EdgesDoor(access, edges, this::forget, confirmations),
                new PusherDoor(new PusherAccess(apps(), callers, now::get), new RequestBody(MAX_BODY), intake,
                        ids::generate, now::get, meters),
                new CentrifugoDoor(access, new RequestBody(MAX_BODY), intake, live, ids::generate,
                        now::get),
                new LiveSessionsDoor(access, live), new HistoryDoor(access, secret, asked),
                new HealthDoor(readiness::get, meters), new DescriptionDoor(), RunningApi::addFailingRoutes));
        doors.addAll(more.of(this, access, intake, live, asked));
        HttpServer server = new HttpServer("127.0.0.1", port, null, Duration.ofSeconds(5), idleTimeout, doors, meters,
                Tracing.off());
        server.start();
        return server;
    }

    private void forget(String edge) {
        if (edgesLogIsAway) throw new TimeoutException("nobody has acknowledged it");
        forgotten.add(edge);
    }

    public static List<AppConfig> apps() {
        return List.of(
                new AppConfig("chat",
                        List.of(key("backend", BACKEND, Scope.MODERATE, Scope.READ), key("reader", READER, Scope.READ),
                                key("guard", GUARD, Scope.CHECK), key("moderator", MODERATOR, Scope.MODERATE),
                                key("admin", ADMIN, Scope.ADMIN),
                                key("console", CONSOLE, Scope.CONSOLE), key("shared", SHARED, Scope.ADMIN),
                                key("mona", CONSOLE_MODERATOR, Scope.CONSOLE, Scope.MODERATE),
                                key("victor", CONSOLE_VIEWER, Scope.CONSOLE, Scope.READ)),
                        null, PUSHER, ConnectionRules.NONE),
                new AppConfig("other",
                        List.of(key("backend", OTHER_APP, Scope.MODERATE, Scope.READ),
                                key("shared", SHARED, Scope.ADMIN)),
                        null, OTHER_PUSHER, ConnectionRules.NONE));
    }

    private static ApiKey key(String name, String secret, Scope... scopes) {
        return new ApiKey(name, new Secret(secret), Set.of(scopes));
    }

    private static void addFailingRoutes(RoutesConfig routes) {
        routes.get("/test/exception", _ -> {
            throw new IllegalStateException("secret insides");
        }).get("/test/error", _ -> {
            throw new AssertionError("secret insides");
        }).get("/test/session", context -> context.result(context.req().getSession().getId())).get("/test/thread",
                context -> context.result(Thread.currentThread().isVirtual() ? "virtual" : "platform"));
    }

    /** Of the node whose turn it is. */
    public URI uri() {
        return servers.get(next++ % servers.size()).uri();
    }

    /** What is on the log. */
    public List<Command> log() {
        return publisher.log();
    }

    /** What the nodes serve. */
    List<String> routes() {
        return servers.getFirst().routes();
    }

    public ApiClient client() {
        return new ApiClient(uri(), BACKEND);
    }

    double count(String name, String... tags) {
        var counter = meters.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        publisher.release();
        confirmations.close();
        servers.forEach(HttpServer::close);
        streams.forEach(StreamsInstances::close);
        lives.forEach(LiveEdges::close);
    }
}
