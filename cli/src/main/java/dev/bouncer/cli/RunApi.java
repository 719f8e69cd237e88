package dev.bouncer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.api.Api;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bouncer api}. */
@Command(name = "api", description = "Run the API: commands in over HTTP, onto the log.")
final class RunApi implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: the environment alone.")
    private @Nullable Path config;

    RunApi(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        BouncerConfig settings = ConfigFile.loadWithApps(config, terminal.environment());
        String listens = settings.api().host() + ':' + settings.api().port() + " (bouncer.api.host, bouncer.api.port)";
        return new Foreground(terminal).run(listens, () -> {
            Api api = Api.start(settings);
            return new Foreground.Started("api=" + api.uri(), api);
        });
    }
}
