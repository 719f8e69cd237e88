package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.echo.EchoServer;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.load.LoadGenerator;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;

/** Messages to a server and back: without anything between, through an edge, through nginx, through HAProxy. */
public final class GatewayScenario implements Scenario {
    /** The sizes of messages, in bytes. */
    static final List<Integer> SIZES = List.of(64, 4096);

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Path home = run.bouncer().home();
        Optional<Path> debian = Debian.programs(home, home.resolve("target/bench/debian"));
        if (debian.isEmpty()) run.say("SKIPPED nginx and HAProxy, which cannot be had here");
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Child echo = Child.java("echo", run.dir(), EchoServer.class);
                Child load = Child.java("load", run.dir(), LoadGenerator.class)) {
            int upstream = Integer.parseInt(echo.awaitLine("port="));
            load.awaitLine("ready");
            fleet.startBroker();
            Stand stand = new Stand(fleet, debian, run.dir(), upstream);
            new Messages(run, stand, load, figures).measure(echo);
            new Idle(run, stand, load, figures).measure();
        }
        return new Report(List.of(), new Table(figures).text(), figures);
    }
}
