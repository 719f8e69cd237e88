package dev.bouncer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.streams.ModerationStreams;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bouncer streams}. */
@Command(name = "streams", description = "Run moderation-streams: commands in, blocklist and audit out.")
final class RunStreams implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: the environment alone.")
    private @Nullable Path config;

    RunStreams(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        BouncerConfig settings = ConfigFile.load(config, terminal.environment());
        String listens = settings.streams().host() + ':' + settings.streams().port()
                + " (bouncer.streams.host, bouncer.streams.port)";
        return new Foreground(terminal).run(listens, () -> {
            ModerationStreams streams = ModerationStreams.start(settings);
            return new Foreground.Started("streams=" + streams.uri(), streams);
        });
    }
}
