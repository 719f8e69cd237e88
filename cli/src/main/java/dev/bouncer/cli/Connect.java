package dev.bouncer.cli;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Trust;
import dev.bouncer.cli.demo.Client;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer connect}. */
@Command(name = "connect", description = "Connect to an edge as a client, for trying out, and print what it says until it "
        + "closes.")
final class Connect implements Callable<Integer> {
    private static final String DEFAULT_EDGE = "ws://127.0.0.1:8081";
    private static final Pattern EDGE = Pattern.compile("wss?://[^/?#\\s]+/?");
    private static final Duration TOKEN_LENGTH = Duration.ofHours(1);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Terminal terminal;

    @Option(names = "--edge", paramLabel = "URL", description = "The edge's address; otherwise BOUNCER_EDGE, or "
            + DEFAULT_EDGE + ".")
    private @Nullable String edge;
    @Option(names = "--app", paramLabel = "APP", description = "The app; otherwise BOUNCER_APP.")
    private @Nullable String app;
    @Option(names = "--user", paramLabel = "ID", description = "Who the client is, with a token made from the secret of "
            + "the 'bouncer up' here.")
    private @Nullable String user;
    @Option(names = "--token", paramLabel = "TOKEN", description = "The client's token, instead.")
    private @Nullable String token;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    Connect(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        String name = app != null ? app : terminal.environment().getOrDefault("BOUNCER_APP", "");
        if (name.isEmpty()) throw new CommandFailed(ExitStatus.USAGE, "expected --app or BOUNCER_APP, got neither");
        String address = edge != null ? edge : terminal.environment().getOrDefault("BOUNCER_EDGE", DEFAULT_EDGE);
        if (!EDGE.matcher(address).matches())
            throw new CommandFailed(ExitStatus.USAGE,
                    "edge: expected an address like " + DEFAULT_EDGE + ", got '" + address + "'");
        URI at = URI.create(address);
        try (HttpClient http = trust.client(at, terminal).build();
                Client client = Client.connect(http, at, name, token(name))) {
            Client.Closed closed = follow(client);
            terminal.out().println("closed " + closed.code() + " " + closed.reason());
            return ExitStatus.OK.code();
        } catch (CompletionException e) {
            throw new CommandFailed(ExitStatus.UNAVAILABLE,
                    "cannot connect to the edge at " + address + ": " + why(e.getCause()), e);
        }
    }

    private static String why(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException e when e.getCause() instanceof UnresolvedAddressException -> "no such host";
            case ConnectException e when e.getMessage() == null -> "connection refused";
            case SSLHandshakeException e -> Trust.failure(e);
            case WebSocketHandshakeException e -> "it answered with status " + e.getResponse().statusCode();
            case null, default -> String.valueOf(cause);
        };
    }

    private Client.Closed follow(Client client) throws InterruptedException {
        while (true) {
            String frame = client.next(POLL);
            if (frame != null) {
                terminal.out().println(frame);
                continue;
            }
            Client.Closed closed = client.closedWithin(Duration.ZERO);
            if (closed != null) return closed;
        }
    }

    private String token(String name) {
        if (token != null) return token;
        if (user == null) throw new CommandFailed(ExitStatus.USAGE, "expected --user or --token, got neither");
        return LocalNode.of(terminal.environment(), null).tokens(name)
                .orElseThrow(() -> new CommandFailed(ExitStatus.USAGE,
                        "expected --token: no 'bouncer up' here has an app '" + name + "' to take the secret of"))
                .token(user, null, null, terminal.clock().instant(), TOKEN_LENGTH);
    }
}
