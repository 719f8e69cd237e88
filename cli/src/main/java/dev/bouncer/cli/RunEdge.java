package dev.bouncer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.edge.Edge;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bouncer edge}. */
@Command(name = "edge", description = "Run an edge: it holds the clients' WebSockets, and closes and refuses those that are blocked.")
final class RunEdge implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: the environment alone.")
    private @Nullable Path config;

    RunEdge(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        BouncerConfig settings = ConfigFile.loadWithApps(config, terminal.environment());
        String listens = settings.edge().host() + ':' + settings.edge().port()
                + " (bouncer.edge.host, bouncer.edge.port)";
        return new Foreground(terminal).run(listens, () -> {
            Edge edge = Edge.startRehearsed(settings);
            return new Foreground.Started("edge=" + edge.uri(), edge);
        });
    }
}
