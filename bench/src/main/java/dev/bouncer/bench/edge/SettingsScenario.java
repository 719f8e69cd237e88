package dev.bouncer.bench.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.edge.Clients.Connected;
import dev.bouncer.bench.edge.Clients.Kicked;
import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.floor.TunedServer;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;

/** What each setting is worth: one is changed at a time, in turn, and what an edge takes for its clients is measured. */
public final class SettingsScenario implements Scenario {
    private static final int KICKS_PER_SECOND = 50;
    private static final int WARM_UP_PER_SECOND = 400;

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Clients clients = Clients.start("clients", run.dir(), Credentials.OWN)) {
            fleet.startBroker();
            Node api = fleet.startApi("api");
            warmUp(run, clients);
            for (int round = 0; round < run.rounds(); round++) {
                for (Setting setting : Setting.ofEdge()) {
                    run.say(setting.name() + ", round " + (round + 1) + " of " + run.rounds());
                    edge(run, fleet, api, clients, setting, round, figures);
                }
                for (Setting setting : Setting.ofPlain()) {
                    run.say(setting.name() + ", round " + (round + 1) + " of " + run.rounds());
                    plain(run, clients, setting, figures);
                }
            }
        }
        return new Report(List.of(), new SettingsTable(figures, idle(run)).text(), figures);
    }

    private static int idle(Run run) {
        return run.scale().of(8000, 8000, 200);
    }

    // The clients: whom they connect to is to be fresh, they are not.
    private static void warmUp(Run run, Clients clients) throws IOException {
        run.say("warming up the clients");
        try (Child process = TunedServer.start("warm-up", run.dir())) {
            Server server = Server.plain(process);
            for (int i = 0; i < run.scale().of(4, 4, 1); i++) {
                connect(run, clients, server);
            }
        }
    }

    private static void edge(Run run, Fleet fleet, Node api, Clients clients, Setting setting, int round,
            Figures figures) throws IOException, InterruptedException {
        Node busy = fleet.startEdge("edge", setting.environment());
        connects(run, clients, Server.of(busy), setting, figures);
        kicks(run, clients, Site.of(api, List.of(busy)), setting, round, figures);
        fleet.stop(busy);
        Node idle = fleet.startEdge("edge", setting.environment());
        MemoryScenario.measure(clients, idle.process(), Server.of(idle), setting.name(), idle(run), figures);
        fleet.stop(idle);
    }

    private static void plain(Run run, Clients clients, Setting setting, Figures figures)
            throws IOException, InterruptedException {
        try (Child busy = TunedServer.start("plain", run.dir(), setting.options(), setting.arguments())) {
            connects(run, clients, server(busy, setting), setting, figures);
        }
        try (Child idle = TunedServer.start("plain", run.dir(), setting.options(), setting.arguments())) {
            MemoryScenario.measure(clients, idle, server(idle, setting), setting.name(), idle(run), figures);
        }
    }

    private static Server server(Child plain, Setting setting) throws IOException {
        Server server = Server.plain(plain);
        return new Server(server.address(), server.path(), setting.extension());
    }

    private static void connects(Run run, Clients clients, Server server, Setting setting, Figures figures)
            throws IOException {
        figures.add(setting.name(), SettingsTable.FRESH, connect(run, clients, server).perSecond());
        for (int i = 0; i < run.scale().of(4, 2, 0); i++) {
            connect(run, clients, server);
        }
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < run.scale().of(3, 2, 1); i++) {
            warm.add(connect(run, clients, server).perSecond());
        }
        figures.add(setting.name(), SettingsTable.WARM, Figures.median(warm).orElseThrow());
    }

    private static Connected connect(Run run, Clients clients, Server server) throws IOException {
        Connected connected = clients.connect(server, "c-#", run.scale().of(5000, 4000, 200));
        clients.leave();
        return connected;
    }

    private static void kicks(Run run, Clients clients, Site site, Setting setting, int round, Figures figures)
            throws IOException {
        // Who has been blocked once cannot come back.
        String users = "kicked-" + round + '-' + Integer.toHexString(setting.name().hashCode());
        kick(clients, site, users + "-warm", WARM_UP_PER_SECOND, run.scale().of(4000, 1000, 50));
        Kicked took = kick(clients, site, users, KICKS_PER_SECOND, run.scale().of(1000, 300, 50));
        figures.add(setting.name(), SettingsTable.KICK_P50, took.p50());
        figures.add(setting.name(), SettingsTable.KICK_P99, took.p99());
    }

    private static Kicked kick(Clients clients, Site site, String users, int rate, int count) throws IOException {
        clients.connectEach(site, users, count);
        clients.beginBlocking(site, rate, count);
        return clients.awaitBlocked();
    }
}
