package dev.bouncer.edge;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.metrics.ProcessMeters;
import dev.bouncer.config.tracing.Tracing;
import dev.bouncer.edge.gateway.Gateway;
import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.identify.Identification;
import dev.bouncer.edge.gateway.route.Routes;
import dev.bouncer.edge.health.HealthRoutes;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.internal.SessionsPort;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.protocol.centrifuge.CentrifugeProtocol;
import dev.bouncer.edge.protocol.nativ.NativeProtocol;
import dev.bouncer.edge.protocol.pusher.PusherProtocol;
import dev.bouncer.edge.server.EdgeServer;
import dev.bouncer.edge.session.LiveList;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.edge.trace.EnforcementSpans;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.announce.AnnouncedEnforcement;
import dev.bouncer.enforcement.announce.Announcing;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/**
 * The parts of an edge, wired at compile time. Its beans are of types of this module only: in one JVM with the API and
 * moderation-streams, each context sees the factories of all.
 */
@Factory
final class Wiring {
    /** This edge's enforcement, as a type of this module. */
    record EdgeEnforcement(AnnouncedEnforcement announced) implements AutoCloseable {
        Enforcement running() {
            return announced.running();
        }

        @Override
        public void close() {
            announced.close();
        }
    }

    @Singleton
    @Bean(preDestroy = "close")
    EdgeMetrics metrics(BouncerConfig config) {
        EdgeMetrics metrics = new EdgeMetrics(new ProcessMeters(), config.apps().keySet());
        config.apps().forEach((app, of) -> of.routes().forEach(route -> metrics.route(app, route.name())));
        return metrics;
    }

    @Singleton
    @Bean(preDestroy = "close")
    Timers timers() {
        return new Timers(InstantSource.system());
    }

    @Singleton
    @Bean(preDestroy = "close")
    Authenticator authenticator(BouncerConfig config) {
        return new Authenticator(config.apps().values(), InstantSource.system());
    }

    @Singleton
    @Bean(preDestroy = "close")
    EdgeEnforcement enforcement(BouncerConfig config, EdgeMetrics metrics, Tracing tracing) {
        EnforcementConfig enforcement = new EnforcementConfig(config.kafka().clientProperties(),
                config.kafka().topics(), config.dataDir().resolve("edge-" + config.edge().id()), config.edge().id(),
                config.edge().terminateSkew(), config.edge().staleAfter());
        return new EdgeEnforcement(AnnouncedEnforcement.start(enforcement,
                new Announcing(config.edge().fenceAfter()), EnforcementSpans.of(tracing, InstantSource.system()),
                metrics.registry(), InstantSource.system()));
    }

    @Singleton
    @Bean(preDestroy = "close")
    Tracing tracing(BouncerConfig config) {
        return Tracing.of(config.tracing(), "bouncer-edge", config.edge().id());
    }

    @Singleton
    Routes routes(BouncerConfig config) {
        return new Routes(config.apps().values());
    }

    @Singleton
    @Bean(preDestroy = "close")
    Identification identification(Authenticator authenticator, Routes routes) {
        return new Identification(authenticator, routes.all(), InstantSource.system());
    }

    @Singleton
    Sessions sessions(BouncerConfig config, EdgeEnforcement enforcement, Timers timers, EdgeMetrics metrics) {
        return new Sessions(enforcement.running().sessions(), enforcement.running().admission(), timers, metrics,
                config.apps(), UUID::randomUUID);
    }

    @Singleton
    @Bean(preDestroy = "close")
    SessionsPort sessionsPort(BouncerConfig config, EdgeEnforcement enforcement, EdgeMetrics metrics) {
        return new SessionsPort(config.edge().internal(), config.internal(),
                new LiveList(config.edge().id(), enforcement.running().sessions()), metrics.registry());
    }

    @Singleton
    @Bean(preDestroy = "close")
    EdgeServer server(BouncerConfig config, EdgeEnforcement enforcement, Sessions sessions,
            Authenticator authenticator, Identification identification, Routes routes, EdgeMetrics metrics,
            Timers timers) {
        HealthRoutes health = new HealthRoutes(enforcement.running()::readiness, sessions::isLeaving, metrics);
        List<Protocol> protocols = List.of(new NativeProtocol(sessions, authenticator),
                new PusherProtocol(sessions, timers, config.edge().pusher(), config.apps().values()),
                new CentrifugeProtocol(sessions, timers, authenticator, config.edge().centrifuge(),
                        InstantSource.system()));
        return new EdgeServer(config.edge(), protocols,
                executor -> new Gateway(routes, identification,
                        new Dialects(authenticator, config.apps().values()), sessions, metrics,
                        config.edge(), timers,
                        InstantSource.system(), executor),
                health, sessions::mayServe, timers, InstantSource.system(), metrics.registry());
    }
}
