package dev.bouncer.api.console;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.bouncer.api.FakeEdge;
import dev.bouncer.api.FakeStreams;
import dev.bouncer.api.RunningApi;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.Callers;
import dev.bouncer.api.console.feed.Feed;
import dev.bouncer.api.console.feed.FeedStream;
import dev.bouncer.api.console.figures.BlockCounts;
import dev.bouncer.api.console.figures.Figures;
import dev.bouncer.api.console.fleet.FleetSurvey;
import dev.bouncer.api.console.fleet.StreamsHealth;
import dev.bouncer.api.console.pages.ConsoleDoor;
import dev.bouncer.api.console.pages.Models;
import dev.bouncer.api.console.search.BlockSearch;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.ClientAddress;
import dev.bouncer.config.ConsoleConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.EdgeAnnouncement;

/** An API with a console behind a real port, an edge and a moderation-streams that tell what they are told to. */
final class RunningConsole implements AutoCloseable {
    static final Secret SESSION_SECRET = new Secret("a-secret-of-the-console-0123456789abcdef");
    static final ConsoleConfig CONFIG = new ConsoleConfig(true, SESSION_SECRET, Duration.ofHours(12), null, null);

    final FakeEdge edge = new FakeEdge("edge-1");
    final FakeStreams streams = new FakeStreams();
    final Feed feed = new Feed(List.of("chat", "other"));
    final Figures figures = new Figures(List.of("chat", "other"), () -> RunningApi.NOW);
    private final StreamsHealth health = new StreamsHealth(List.of(streams.uri()));
    final RunningApi api;

    RunningConsole() {
        this(CONFIG, CallerLimits.NONE);
    }

    RunningConsole(ConsoleConfig config, CallerLimits limits) {
        Callers callers = new Callers(limits, new ClientAddress(List.of()));
        api = new RunningApi(limits, new Secret(FakeEdge.SECRET), List.of(streams.uri()),
                (api, _, intake, live, instances) -> List.of(new ConsoleDoor(config,
                        RunningApi.apps().stream().collect(Collectors.toMap(AppConfig::name, Function.identity())),
                        new ConsoleDoor.Parts(new AccessKeys(RunningApi.apps(), callers), callers, api.view,
                                api.readiness::get, intake, api.recent,
                                api.confirmations, live, instances, new Secret(FakeStreams.SECRET), models(api)),
                        api.now::get)));
        streams.body = "{\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},\"events\":[]}";
        api.edges.readUpTo(api.nanos.get());
        // It has confirmed whatever comes.
        api.edges.heard(new EdgeAnnouncement("edge-1", "1.2.3", edge.address(), RunningApi.NOW, true,
                List.of(1_000L, 1_000L, 1_000L), null, List.of(), RunningApi.NOW), Duration.ZERO);
    }

    private Models models(RunningApi api) {
        FleetSurvey fleet = new FleetSurvey(api.edges, health, api.readiness::get, () -> List.of(1_000L, 1_002L, 999L),
                "1.2.3");
        return new Models(feed, new FeedStream(feed, "this"), new BlockSearch(api.view, api.now::get), counts(api),
                figures, fleet);
    }

    private static BlockCounts counts(RunningApi api) {
        return new BlockCounts(api.view, () -> true, Figures.COUNT_INTERVAL, api.nanos::get);
    }

    URI uri() {
        return api.uri();
    }

    Browser browser() {
        return new Browser(uri());
    }

    /** A browser in which somebody has signed in. */
    Browser signedIn(String key) {
        Browser browser = browser();
        browser.signIn(key);
        return browser;
    }

    @Override
    public void close() {
        feed.close();
        figures.close();
        health.close();
        api.close();
        edge.close();
        streams.close();
    }
}
