package dev.bouncer.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bouncer token}. */
@Command(name = "token", description = "Make a client's token (a JWT, HS256) for trying out, and print it.")
final class Token implements Callable<Integer> {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})([smhd])");

    private final Terminal terminal;
    private final TokenSettings.Known known;

    @Option(names = "--app", paramLabel = "APP", description = "The app; otherwise BOUNCER_APP.")
    private @Nullable String app;
    @Option(names = "--user", required = true, paramLabel = "ID", description = "Who the client is: the claim sub.")
    private String user = "";
    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it counts: 90s, 30m, 1h, 7d. Default: 1h.")
    private String ttl = "1h";
    @Option(names = "--jti", paramLabel = "ID", description = "The token's own id, which can be blocked.")
    private @Nullable String jti;
    @Option(names = "--device", paramLabel = "ID", description = "The client's device, in the claim of the configuration's "
            + "device-claim, or 'device'.")
    private @Nullable String device;
    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml, for the app's tokens.hmac-secret.")
    private @Nullable Path config;
    @Option(names = "--secret", paramLabel = "SECRET", description = "The secret itself, instead.")
    private @Nullable String secret;

    Token(Terminal terminal, TokenSettings.Known known) {
        this.terminal = terminal;
        this.known = known;
    }

    @Override
    public Integer call() {
        String name = app != null ? app : terminal.environment().getOrDefault("BOUNCER_APP", "");
        if (name.isEmpty()) throw new CommandFailed(ExitStatus.USAGE, "expected --app or BOUNCER_APP, got neither");
        SubjectKey.requireApp(name);
        Duration length = length(ttl);
        terminal.out().println(settings(name).token(user, jti, device, terminal.clock().instant(), length));
        return 0;
    }

    private TokenSettings settings(String app) {
        if (secret != null)
            return new TokenSettings(
                    new TokenConfig(new TokenConfig.Verifier.Hmac(new Secret(secret)), null, null, null));
        if (config != null) return TokenSettings.of(ConfigFile.load(config, terminal.environment()), app);
        return known.of(app).orElseThrow(() -> new CommandFailed(ExitStatus.USAGE,
                "expected --config or --secret: no 'bouncer up' here has an app '" + app + "' to take the secret of"));
    }

    private static Duration length(String text) {
        Matcher form = LENGTH.matcher(text);
        if (!form.matches())
            throw new CommandFailed(ExitStatus.USAGE, "--ttl: expected 90s, 30m, 1h or 7d, got '" + text + "'");
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
