package dev.bouncer.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.fleet.Tokens;
import dev.bouncer.cli.client.ApiAddress;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bouncer bench} that say which fleet to measure, where that is not one of its own. */
final class BenchFleet {
    // Nobody, who is unblocked to see whether the key may do that, and connects to see whether tokens are taken.
    private static final String NOBODY = "bench-nobody";
    // HS256 takes no fewer.
    private static final int LEAST_BYTES = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Option(names = "--api", paramLabel = "URL", description = "Measure a fleet that runs already: where its API is. With "
            + "--edge and --app; " + Credentials.KEY + " has an API key with the scope moderate, and "
            + Credentials.TOKENS
            + " the app's tokens.hmac-secret. Its users bench-* are blocked, for an hour.")
    private @Nullable String api;
    @Option(names = "--edge", paramLabel = "URL", split = ",", description = "Its edges, of which clients connect to all "
            + "in turn (kick, fleet) or to the first (mass, connect).")
    private List<String> edges = List.of();
    @Option(names = "--app", paramLabel = "APP", description = "The app whose users they are.")
    private @Nullable String app;
    @Option(names = "--kafka", paramLabel = "ADDRESS", description = "Its bootstrap servers, without TLS or "
            + "authentication, for the floor: a topic bench.floor-* is made, and deleted at the end. Without, kicks have "
            + "no baseline.")
    private @Nullable String kafka;

    /** Whether there is one to measure, or some of what names it. */
    boolean isNamed() {
        return api != null || !edges.isEmpty() || app != null || kafka != null;
    }

    /**
     * The fleet, after it was seen that it can be reached and takes the key and the tokens; empty: none was named.
     *
     * @throws CommandFailed if not
     */
    Optional<Existing> existing(Terminal terminal) throws InterruptedException {
        if (!isNamed()) return Optional.empty();
        URI commands = address(required(api, "--api"), "http");
        List<URI> clients = required(edges.isEmpty() ? null : edges, "--edge").stream()
                .map(edge -> address(edge, "ws")).toList();
        String name = SubjectKey.requireApp(required(app, "--app"));
        Credentials credentials = new Credentials(secret(terminal, Credentials.KEY), tokens(terminal));
        knockAtApi(terminal, new ApiAddress(commands, credentials.key(), name));
        for (URI edge : clients) {
            knockAtEdge(edge, name, credentials.tokens());
        }
        Site site = new Site(commands.getAuthority(), clients.stream().map(URI::getAuthority).toList(), name,
                credentials);
        return Optional.of(new Existing(site, Optional.ofNullable(kafka)));
    }

    private static <T> T required(@Nullable T given, String option) {
        if (given == null)
            throw new CommandFailed(ExitStatus.USAGE,
                    "a fleet that runs already needs --api, --edge and --app: got no " + option);
        return given;
    }

    private static Secret secret(Terminal terminal, String variable) {
        String value = terminal.environment().getOrDefault(variable, "");
        if (value.isEmpty())
            throw new CommandFailed(ExitStatus.USAGE,
                    "a fleet that runs already needs a secret in the variable " + variable + ", which is not set");
        return new Secret(value);
    }

    private static Secret tokens(Terminal terminal) {
        Secret secret = secret(terminal, Credentials.TOKENS);
        int length = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (length < LEAST_BYTES)
            throw new CommandFailed(ExitStatus.USAGE,
                    Credentials.TOKENS + ": expected " + LEAST_BYTES + " bytes or more, got " + length);
        return secret;
    }

    // The clients that measure speak plain TCP, and know no paths but Bouncer's.
    private static URI address(String given, String scheme) {
        String expected = "expected " + scheme + "://HOST:PORT, got '" + given + "'";
        try {
            URI uri = URI.create(given);
            boolean bare = uri.getPath() != null && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
                    && uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if (!scheme.equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0 || !bare)
                throw new CommandFailed(ExitStatus.USAGE, expected);
            return uri;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitStatus.USAGE, expected, e);
        }
    }

    private static void knockAtApi(Terminal terminal, ApiAddress address) {
        try (ApiClient client = new ApiClient(address, () -> ApiOptions.patience(terminal, Duration.ZERO), TIMEOUT)) {
            client.delete(null, "blocks", "user", NOBODY);
        }
    }

    private static void knockAtEdge(URI edge, String app, Secret tokens) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient();
                Client client = Client.connect(http, edge, app, Tokens.of(NOBODY, tokens))) {
            String said = client.next(TIMEOUT);
            if (said != null && said.contains("\"welcome\"")) return;
            Client.Closed closed = client.closedWithin(Duration.ZERO);
            throw new CommandFailed(ExitStatus.NOT_ALLOWED, "the edge at " + edge + " does not welcome a client of app "
                    + app + " with a token signed with " + Credentials.TOKENS + ": "
                    + (closed == null ? "it says nothing" : closed.code() + " " + closed.reason()));
        } catch (CompletionException e) {
            throw new CommandFailed(ExitStatus.UNAVAILABLE, "cannot connect to the edge at " + edge + ": "
                    + e.getCause(), e);
        }
    }
}
