package dev.bouncer.api.console;

import java.time.InstantSource;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.Callers;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.confirm.RecentCommands;
import dev.bouncer.api.console.access.Tokens;
import dev.bouncer.api.console.feed.Feed;
import dev.bouncer.api.console.feed.FeedStream;
import dev.bouncer.api.console.feed.RecentLog;
import dev.bouncer.api.console.figures.BlockCounts;
import dev.bouncer.api.console.figures.Figures;
import dev.bouncer.api.console.fleet.FleetSurvey;
import dev.bouncer.api.console.fleet.StreamsHealth;
import dev.bouncer.api.console.pages.ConsoleDoor;
import dev.bouncer.api.console.pages.Models;
import dev.bouncer.api.console.search.BlockSearch;
import dev.bouncer.api.doors.StreamsInstances;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.announce.AnnouncedEnforcement;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** How the console is put together, out of what the API's process has. */
@Factory
final class Wiring {
    @Singleton
    Feed feed(BouncerConfig config) {
        return new Feed(config.apps().keySet());
    }

    @Singleton
    @Bean(preDestroy = "close")
    RecentLog recentLog(BouncerConfig config, Feed feed) {
        return new RecentLog(config.kafka(), feed);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Figures figures(BouncerConfig config, InstantSource clock) {
        return new Figures(config.apps().keySet(), clock);
    }

    @Singleton
    BlockCounts blockCounts(Enforcement enforcement) {
        return new BlockCounts(enforcement.view(), () -> enforcement.readiness() != Readiness.CATCHING_UP,
                Figures.COUNT_INTERVAL, System::nanoTime);
    }

    @Singleton
    @Bean(preDestroy = "close")
    BlockSearch blockSearch(Enforcement enforcement, InstantSource clock) {
        return new BlockSearch(enforcement.view(), clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    StreamsHealth streamsHealth(BouncerConfig config) {
        return new StreamsHealth(config.api().streams());
    }

    @Singleton
    FleetSurvey fleetSurvey(Edges edges, StreamsHealth streams, Enforcement enforcement) {
        return new FleetSurvey(edges, streams, enforcement::readiness, enforcement::applied,
                AnnouncedEnforcement.version());
    }

    @Singleton
    Models models(BouncerConfig config, Feed feed, RecentLog log, BlockSearch search, BlockCounts counts,
            Figures figures, FleetSurvey fleet) {
        if (config.console().enabled()) {
            log.start();
            figures.start(counts, fleet::sessions);
        }
        return new Models(feed, new FeedStream(feed, Tokens.fresh()), search, counts,
                figures, fleet);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ConsoleDoor consoleDoor(BouncerConfig config, AccessKeys keys, Callers callers, Enforcement enforcement,
            CommandIntake intake,
            RecentCommands recent, Confirmations confirmations, LiveEdges edges, StreamsInstances streams,
            Models models, InstantSource clock) {
        return new ConsoleDoor(config.console(), config.apps(),
                new ConsoleDoor.Parts(keys, callers, enforcement.view(), enforcement::readiness, intake, recent,
                        confirmations,
                        edges, streams, config.internal().secret(), models),
                clock);
    }
}
