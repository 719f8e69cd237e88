package dev.bouncer.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.uuid.Generators;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.Callers;
import dev.bouncer.api.confirm.CommandObserver;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.EdgeFollower;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.confirm.KafkaEdgesLog;
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
import dev.bouncer.api.publish.KafkaCommandPublisher;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ClientAddress;
import dev.bouncer.config.metrics.ProcessMeters;
import dev.bouncer.config.tracing.Tracing;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.EnforcementConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** How the process is put together. Who closes what, and when, is {@link Api}'s business. */
@Factory
final class Wiring {
    private static final String NODE = "api";
    /** By how much commands of other nodes may come later, so that many of them come at once. */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** Names what makes command ids, so that it is not taken for any other supplier. */
    interface CommandIds extends Supplier<UUID> {}

    @Singleton
    CommandIds commandIds() {
        return Generators.timeBasedEpochGenerator()::generate;
    }

    @Singleton
    @Bean(preDestroy = "close")
    ProcessMeters processMeters() {
        return new ProcessMeters();
    }

    @Singleton
    PrometheusMeterRegistry meters(ProcessMeters process) {
        return process.registry();
    }

    @Singleton
    @Bean(preDestroy = "close")
    Tracing tracing(BouncerConfig config) {
        return Tracing.of(config.tracing(), "bouncer-" + NODE, config.api().host() + ':' + config.api().port());
    }

    @Singleton
    RecentCommands recentCommands(InstantSource clock, List<CommandObserver> observers) {
        return new RecentCommands(clock, observers);
    }

    @Singleton
    Edges edges(BouncerConfig config) {
        return new Edges(config.api().forgetAfter(), System::nanoTime);
    }

    @Singleton
    Confirmations confirmations(Edges edges, RecentCommands recent) {
        return new Confirmations(edges, recent);
    }

    @Singleton
    EdgeFollower edgeFollower(BouncerConfig config, Edges edges, RecentCommands recent, Confirmations confirmations,
            PrometheusMeterRegistry meters) {
        return new EdgeFollower(config.kafka(), edges, recent, confirmations, meters);
    }

    @Singleton
    Enforcement enforcement(BouncerConfig config, RecentCommands recent, PrometheusMeterRegistry meters,
            InstantSource clock) {
        // The API holds no sessions, so how far clocks are apart does not matter here; and what it is given itself, its view
        // has before the tail.
        return Enforcement.start(
                new EnforcementConfig(config.kafka().clientProperties(), config.kafka().topics(),
                        config.dataDir().resolve(NODE), NODE, Duration.ZERO, config.api().staleAfter(), GATHER),
                recent, () -> true, meters, clock);
    }

    @Singleton
    KafkaCommandPublisher publisher(BouncerConfig config, InstantSource clock, Tracing tracing) {
        return KafkaCommandPublisher.to(config.kafka(), config.api().publishTimeout(), clock, tracing);
    }

    @Singleton
    CommandIntake intake(KafkaCommandPublisher publisher, Enforcement enforcement, InstantSource clock,
            PrometheusMeterRegistry meters) {
        return new CommandIntake(publisher, enforcement.view(), enforcement::readiness, clock, meters);
    }

    @Singleton
    Callers callers(BouncerConfig config) {
        return new Callers(config.api().limits(), new ClientAddress(config.api().trustedProxies()));
    }

    @Singleton
    AccessKeys accessKeys(BouncerConfig config, Callers callers) {
        return new AccessKeys(config.apps().values(), callers);
    }

    @Singleton
    CommandRequests commandRequests(BouncerConfig config, AccessKeys access, CommandIntake intake,
            Confirmations confirmations, CommandIds ids, InstantSource clock) {
        return new CommandRequests(access, new RequestBody(config.api().maxBody()), intake, confirmations, ids,
                clock);
    }

    @Singleton
    BlocksDoor blocksDoor(CommandRequests commands, AccessKeys access, Enforcement enforcement, InstantSource clock) {
        return new BlocksDoor(commands, access, enforcement.view(), enforcement::readiness, clock);
    }

    @Singleton
    InvalidationsDoor invalidationsDoor(CommandRequests commands, AccessKeys access, Enforcement enforcement,
            InstantSource clock) {
        return new InvalidationsDoor(commands, access, enforcement.view(), enforcement::readiness, clock);
    }

    @Singleton
    CheckDoor checkDoor(AccessKeys access, Enforcement enforcement, InstantSource clock) {
        return new CheckDoor(access, enforcement.view(), enforcement::readiness, clock);
    }

    @Singleton
    SessionsDoor sessionsDoor(CommandRequests commands) {
        return new SessionsDoor(commands);
    }

    @Singleton
    CommandsDoor commandsDoor(BouncerConfig config, AccessKeys access, CommandIntake intake,
            Confirmations confirmations, Enforcement enforcement, CommandIds ids, InstantSource clock) {
        return new CommandsDoor(access, intake, confirmations, enforcement::readiness, config.api().maxBody(), ids,
                clock);
    }

    @Singleton
    BulkDoor bulkDoor(AccessKeys access, CommandIntake intake, Confirmations confirmations, CommandIds ids,
            InstantSource clock) {
        return new BulkDoor(access, intake, confirmations, ids, clock);
    }

    @Singleton
    CommandDoor commandDoor(AccessKeys access, RecentCommands recent, Confirmations confirmations,
            Enforcement enforcement) {
        return new CommandDoor(access, recent, confirmations, enforcement.view());
    }

    @Singleton
    EdgesDoor edgesDoor(BouncerConfig config, AccessKeys access, Edges edges, Confirmations confirmations) {
        return new EdgesDoor(access, edges, new KafkaEdgesLog(config.kafka(), config.api().publishTimeout()),
                confirmations);
    }

    @Singleton
    @Bean(preDestroy = "close")
    StreamsInstances streamsInstances(BouncerConfig config, InstantSource clock, PrometheusMeterRegistry meters) {
        return new StreamsInstances(config.api().streams(), config.internal(), clock, meters);
    }

    @Singleton
    HistoryDoor historyDoor(BouncerConfig config, AccessKeys access, StreamsInstances instances) {
        return new HistoryDoor(access, config.internal().secret(), instances);
    }

    @Singleton
    @Bean(preDestroy = "close")
    LiveEdges liveEdges(BouncerConfig config, Edges edges, PrometheusMeterRegistry meters) {
        return new LiveEdges(edges, config.internal(), meters);
    }

    @Singleton
    LiveSessionsDoor liveSessionsDoor(AccessKeys access, LiveEdges edges) {
        return new LiveSessionsDoor(access, edges);
    }

    @Singleton
    PusherDoor pusherDoor(BouncerConfig config, Callers callers, CommandIntake intake, CommandIds ids,
            InstantSource clock, PrometheusMeterRegistry meters) {
        return new PusherDoor(new PusherAccess(config.apps().values(), callers, clock),
                new RequestBody(config.api().maxBody()), intake, ids, clock, meters);
    }

    @Singleton
    CentrifugoDoor centrifugoDoor(BouncerConfig config, AccessKeys access, CommandIntake intake, LiveEdges edges,
            CommandIds ids, InstantSource clock) {
        return new CentrifugoDoor(access, new RequestBody(config.api().maxBody()), intake, edges, ids, clock);
    }

    @Singleton
    HealthDoor healthDoor(Enforcement enforcement, PrometheusMeterRegistry meters) {
        return new HealthDoor(enforcement::readiness, meters);
    }

    @Singleton
    DescriptionDoor descriptionDoor() {
        return new DescriptionDoor();
    }

    @Singleton
    HttpServer server(BouncerConfig config, List<Door> doors, PrometheusMeterRegistry meters, Tracing tracing) {
        // A request in flight waits for its command at most that long, and then some to be answered.
        Duration grace = config.api().publishTimeout().plusSeconds(1);
        return new HttpServer(config.api().host(), config.api().port(), config.api().tls(), grace,
                HttpServer.IDLE_TIMEOUT, doors, meters, tracing);
    }
}
