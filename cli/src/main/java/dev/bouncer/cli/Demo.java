package dev.bouncer.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.bouncer.cli.client.ApiAddress;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.demo.AuditTrail;
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

    // Any free ports, and a clear-away of ended blocks that does not keep people waiting for a minute.
    private static final Map<String, String> SETTINGS = Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
            "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_STREAMS_EXPIRY_GRACE", "500ms", "BOUNCER_EDGE_DRAIN", "0s");

    private final Terminal terminal;

    Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory("bouncer-demo");
        try {
            tell(dir);
        } finally {
            delete(dir);
        }
        return 0;
    }

    private void tell(Path dir) throws InterruptedException {
        PrintStream out = terminal.out();
        out.println("Starting a Kafka broker, the API, moderation-streams and an edge in this process, in " + dir);
        Instant start = terminal.clock().instant();
        BouncerConfig config = GeneratedKeys.load(dir, SETTINGS);
        try (Standalone node = Standalone.start(config);
                ApiClient api = new ApiClient(
                        new ApiAddress(node.api(), GeneratedKeys.apiKey(config), GeneratedKeys.APP),
                        () -> ApiOptions.patience(terminal, PATIENCE), TIMEOUT)) {
            out.printf(Locale.ROOT, "  ✓ %-34s api %s, edge %s, kafka %s%n",
                    "up after %.1f s".formatted(Duration.between(start, terminal.clock().instant()).toMillis() / 1e3),
                    node.api(), node.edge(), node.kafka());
            TokenSettings tokens = TokenSettings.of(config, GeneratedKeys.APP);
            new Story(api, node.edge(), GeneratedKeys.APP,
                    user -> tokens.token(user, null, null, terminal.clock().instant(), Duration.ofMinutes(10)), out)
                    .tell();
            out.println("What the audit log says of it:");
            AuditTrail.print(node.kafka(), config.kafka().topics(), AUDIT_EVENTS, out);
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
