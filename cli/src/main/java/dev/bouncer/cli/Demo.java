package dev.bouncer.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.bouncer.cli.client.ApiAddress;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.demo.AuditTrail;
import dev.bouncer.cli.demo.ChatServer;
import dev.bouncer.cli.demo.GatewayStory;
import dev.bouncer.cli.demo.Story;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.standalone.GeneratedKeys;
import dev.bouncer.standalone.Standalone;
import picocli.CommandLine.Command;

/** {@code bouncer demo}. */
@Command(name = "demo", description = "Show a block close a live connection, in a minute, with nothing to set up.")
final class Demo implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    // Of the story: a block and its expiry, and a terminate.
    private static final int AUDIT_EVENTS = 3;
    private static final int GATEWAY_AUDIT_EVENTS = 2;

    // Any free ports, and a clear-away of ended blocks that does not keep people waiting for a minute.
    private static final Map<String, String> SETTINGS = Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
            "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_STREAMS_EXPIRY_GRACE", "500ms", "BOUNCER_EDGE_DRAIN", "0s");

    private final Terminal terminal;

    Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return inFolder(dir -> tell(dir, Map.of(), AUDIT_EVENTS, (api, node, tokens) -> new Story(api, node.edge(),
                GeneratedKeys.APP, tokens, terminal.out()).tell()));
    }

    /** {@code bouncer demo gateway}. */
    @Command(name = "gateway", description = "Show a block close a live connection to a chat server that knows nothing of it.")
    int gateway() throws IOException, InterruptedException {
        return inFolder(dir -> {
            try (ChatServer chat = new ChatServer()) {
                terminal.out()
                        .println("A chat, written with Javalin and nothing of Bouncer in it, is on " + chat.uri());
                String route = "BOUNCER_APPS_DEMO_ROUTES_CHAT_";
                Map<String, String> routes = Map.of(route + "PATH", "/chat", route + "UPSTREAM", chat.uri().toString(),
                        route + "IDENTIFY", "jwt", route + "JWT_FROM", "header:Authorization", route + "REQUIRE",
                        "true");
                tell(dir, routes, GATEWAY_AUDIT_EVENTS, (api, node, tokens) -> new GatewayStory(api, node.edge(), chat,
                        tokens, terminal.out()).tell());
            }
        });
    }

    /** Something to tell of a node that is up. */
    private interface Tale {
        void tell(ApiClient api, Standalone node, Function<String, String> tokens) throws InterruptedException;
    }

    /** Something that happens in a folder. */
    private interface Scene {
        void play(Path dir) throws InterruptedException;
    }

    private static int inFolder(Scene scene) throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory("bouncer-demo");
        try {
            scene.play(dir);
        } finally {
            delete(dir);
        }
        return 0;
    }

    private void tell(Path dir, Map<String, String> more, int auditEvents, Tale tale) throws InterruptedException {
        PrintStream out = terminal.out();
        out.println("Starting a Kafka broker, the API, moderation-streams and an edge in this process, in " + dir);
        Instant start = terminal.clock().instant();
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        BouncerConfig config = GeneratedKeys.load(dir, settings);
        try (Standalone node = Standalone.start(config);
                ApiClient api = new ApiClient(
                        new ApiAddress(node.api(), GeneratedKeys.apiKey(config), GeneratedKeys.APP),
                        () -> ApiOptions.patience(terminal, PATIENCE), TIMEOUT)) {
            out.printf(Locale.ROOT, "  ✓ %-34s api %s, edge %s, kafka %s%n",
                    "up after %.1f s".formatted(Duration.between(start, terminal.clock().instant()).toMillis() / 1e3),
                    node.api(), node.edge(), node.kafka());
            TokenSettings tokens = TokenSettings.of(config, GeneratedKeys.APP);
            tale.tell(api, node,
                    user -> tokens.token(user, null, null, terminal.clock().instant(), Duration.ofMinutes(10)));
            out.println("What the audit log says of it:");
            AuditTrail.print(node.kafka(), config.kafka().topics(), auditEvents, out);
        }
        out.println("Done. To keep one running: ./bouncer up");
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
