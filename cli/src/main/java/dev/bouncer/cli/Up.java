package dev.bouncer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.standalone.GeneratedKeys;
import dev.bouncer.standalone.Standalone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bouncer up}. */
@Command(name = "up", description = "Run broker, API, moderation-streams and an edge in one process, on 127.0.0.1.")
final class Up implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: an app 'demo' with generated "
            + "secrets.")
    private @Nullable Path config;
    @Option(names = "--data-dir", paramLabel = "FOLDER", description = "Where everything is kept. Default: the "
            + "configuration's data-dir.")
    private @Nullable Path dataDir;

    Up(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LocalNode local = LocalNode.of(terminal.environment(), dataDir);
        BouncerConfig settings = config != null
                ? ConfigFile.loadWithApps(config, local.environment())
                : GeneratedKeys.load(local.dataDir(), local.environment());
        return new Foreground(terminal).run("", () -> {
            Standalone all = Standalone.start(settings);
            if (config == null) greet(local, all);
            return new Foreground.Started("api=" + all.api() + " edge=" + all.edge() + " kafka=" + all.kafka(), all);
        });
    }

    private void greet(LocalNode local, Standalone all) {
        Path variables = local.writeVariables(all);
        terminal.err().printf("""

                Bouncer is up, with one app, '%1$s'.
                  API      %2$s
                  Console  %2$s/console
                           sign in with the secret of the key 'console' ($BOUNCER_CONSOLE_KEY below)
                  Edge     %3$s/v1/apps/%1$s/connect
                           %3$s/connection/websocket for Centrifuge's clients
                           %3$s/app/{key} for Pusher's clients
                  Kafka    %4$s
                  Keys     %5$s (only you can read it)

                In another terminal, in this folder:
                  . %6$s
                  ./bouncer connect --user alice &
                  ./bouncer block alice --for 1m --message "Come back in a minute."
                  ./bouncer list
                  curl -H "Authorization: Bearer $BOUNCER_KEY" $BOUNCER_URL/v1/apps/%1$s/blocks/user/alice

                """, GeneratedKeys.APP, all.api(), all.edge(), all.kafka(), GeneratedKeys.file(local.dataDir()),
                variables);
    }
}
