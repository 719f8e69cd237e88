package dev.bouncer.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import dev.bouncer.cli.client.ApiAddress;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Patience;
import dev.bouncer.config.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that ask the API. What the command line does not say, the environment may. */
final class ApiOptions {
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @Option(names = "--api", paramLabel = "URL", description = "The API's address; otherwise BOUNCER_URL, or "
            + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(names = "--key", paramLabel = "SECRET", description = "The API key; otherwise BOUNCER_KEY, which others on "
            + "this machine cannot see in the list of processes.")
    private @Nullable String key;

    @Option(names = "--app", paramLabel = "APP", description = "The app; otherwise BOUNCER_APP.")
    private @Nullable String app;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    /** The app. */
    String app(Terminal terminal) {
        return required(app, "BOUNCER_APP", "--app", terminal.environment());
    }

    /** A client that tries again for some seconds when the API or Kafka is away. */
    ApiClient client(Terminal terminal) {
        return client(terminal, () -> patience(terminal, PATIENCE));
    }

    /** A client that tries again for as long as it is told. */
    ApiClient client(Terminal terminal, Supplier<Patience> patience) {
        ApiAddress address = address(terminal);
        return new ApiClient(address, trust.client(address.base(), terminal), patience, TIMEOUT);
    }

    static Patience patience(Terminal terminal, Duration allowed) {
        return new Patience(terminal.clock(), terminal.pause(), allowed);
    }

    private ApiAddress address(Terminal terminal) {
        Map<String, String> environment = terminal.environment();
        String address = url != null ? url : environment.getOrDefault("BOUNCER_URL", DEFAULT_URL);
        URI base;
        try {
            base = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitStatus.USAGE,
                    "api: expected an address like " + DEFAULT_URL + ", got '" + address + "'", e);
        }
        return new ApiAddress(base, new Secret(required(key, "BOUNCER_KEY", "--key", environment)), app(terminal));
    }

    private static String required(@Nullable String given, String variable, String option,
            Map<String, String> environment) {
        String value = given != null ? given : environment.getOrDefault(variable, "");
        if (value.isEmpty())
            throw new CommandFailed(ExitStatus.USAGE, "expected " + option + " or " + variable + ", got neither");
        return value;
    }
}
