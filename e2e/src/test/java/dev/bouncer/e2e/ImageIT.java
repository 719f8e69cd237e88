package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bouncer.cli.demo.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes with nothing but what {@code build/image} lays out for the container image. */
@Order(3)
class ImageIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ADDRESS = Pattern.compile("(api|edge|kafka|streams)=(\\S+)");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long MOST_BYTES = 160_000_000;
    private static final String SECRET = "a-secret-of-the-backend-0123456789";

    @TempDir
    private static Path dir;
    private static Path image;
    private static final Deque<Process> PROCESSES = new ArrayDeque<>();

    @BeforeAll
    static void lay() throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"));
        boolean jlink = Files.isExecutable(jdk.resolve("bin/jlink"));
        if (!jlink) System.err.println("skipped: there is no jlink in " + jdk);
        assumeTrue(jlink, "there is no jlink in " + jdk);
        image = dir.resolve("image");
        Path log = dir.resolve("image.log");
        Process script = new ProcessBuilder(HOME.resolve("build/image").toString(), jdk.toString(),
                HOME.resolve("cli/target").toString(), image.toString()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        assertThat(script.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(script.exitValue()).as(Files.readString(log)).isZero();
    }

    @AfterAll
    static void stop() {
        PROCESSES.forEach(Process::destroyForcibly);
        PROCESSES.forEach(process -> process.onExit().join());
    }

    /** Starts a command, with a folder of its own for data and one for what is temporary; its addresses. */
    private static CompletableFuture<Map<String, String>> start(String command, Map<String, String> settings)
            throws IOException {
        Path own = Files.createDirectories(dir.resolve(command));
        Path tmp = Files.createDirectories(own.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(image.resolve("java/bin/java").toString(),
                "@" + image.resolve("options"), command).directory(
                        Files.createDirectories(own.resolve("here"))
                                .toFile())
                .redirectError(own.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BOUNCER_"));
        builder.environment().putAll(settings);
        builder.environment().putAll(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + tmp, "BOUNCER_DATA_DIR",
                own.resolve("data").toString()));
        Process process = builder.start();
        PROCESSES.push(process);
        CompletableFuture<Map<String, String>> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().filter(line -> line.startsWith("ready ")).forEach(line -> ready.complete(
                        ADDRESS.matcher(line).results()
                                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)))));
            } catch (UncheckedIOException | IOException e) {
                // it was ended
            }
            ready.completeExceptionally(new IllegalStateException(command + " ended"));
        });
        return ready;
    }

    private static Map<String, String> await(CompletableFuture<Map<String, String>> starting, String command)
            throws Exception {
        try {
            return starting.get(2, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError(command + " did not become ready; it said:\n"
                    + Files.readString(dir.resolve(command).resolve("log")), e);
        }
    }

    private static String address(String part, Map<String, String> ready) {
        return Objects.requireNonNull(ready.get(part), part);
    }

    private static Map<String, String> withCompression(String type, Map<String, String> settings) {
        Map<String, String> with = new HashMap<>(settings);
        with.put("BOUNCER_KAFKA_CLIENT_COMPRESSION_TYPE", type);
        return with;
    }

    @Test
    void is_not_large() throws IOException {
        try (Stream<Path> files = Files.walk(image)) {
            assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
                    .isLessThan(MOST_BYTES);
        }
    }

    @Test
    void has_the_modules_that_are_found_by_reflection_alone() throws Exception {
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes") || entry.contains("bouncer-config"))
                .collect(Collectors.joining(File.pathSeparator));
        Process run = new ProcessBuilder(image.resolve("java/bin/java").toString(), "-cp",
                classes + File.pathSeparator + image.resolve("lib") + "/*", FoundByReflection.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).as(said).isZero();
        assertThat(said.lines()).contains("PLAIN", "SCRAM-SHA-512", "OAUTHBEARER", "RS256", "PS256", "ES256", "ES512",
                "EdDSA", "[200, TLSv1.3]");
    }

    @Test
    void every_process_runs_with_it_and_unpacks_nothing() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("BOUNCER_APPS_CHAT_KEYS_BACKEND_SECRET", SECRET,
                "BOUNCER_APPS_CHAT_KEYS_BACKEND_SCOPES", "moderate,read", "BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET",
                Fleet.TOKEN_SECRET, "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_API_PORT", "0",
                "BOUNCER_EDGE_PORT", "0", "BOUNCER_STREAMS_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s"));
        Map<String, String> up = await(start("up", settings), "up");
        settings.put("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", address("kafka", up));
        settings.put("BOUNCER_EDGE_ID", "edge-2");
        // Each has a library of its own, which a broker's clients load when they are told to.
        var api = start("api", withCompression("zstd", settings));
        var streams = start("streams", withCompression("snappy", settings));
        var edge = start("edge", withCompression("lz4", settings));
        URI apiUri = URI.create(address("api", await(api, "api")));
        URI edgeUri = URI.create(address("edge", await(edge, "edge")));
        await(streams, "streams");

        try (HttpClient http = HttpClient.newHttpClient();
                Client alice = Client.connect(http, edgeUri, "chat", Fleet.token("alice"))) {
            assertThat(alice.next(SOON)).contains("\"welcome\"");
            int status = http.send(HttpRequest.newBuilder(apiUri.resolve("/v1/apps/chat/blocks/user/alice"))
                    .header("Authorization", "Bearer " + SECRET).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString()).statusCode();
            assertThat(status).isEqualTo(200);
            assertThat(alice.closedWithin(SOON)).extracting(Client.Closed::code).isEqualTo(4403);
        }
        for (String command : List.of("up", "api", "streams", "edge")) {
            try (Stream<Path> left = Files.walk(dir.resolve(command).resolve("tmp"))) {
                assertThat(left.filter(Files::isRegularFile).map(Path::toString)).as(command)
                        .noneMatch(file -> file.endsWith(".so"));
            }
            assertThat(dir.resolve(command).resolve("here")).isEmptyDirectory();
        }
    }
}
