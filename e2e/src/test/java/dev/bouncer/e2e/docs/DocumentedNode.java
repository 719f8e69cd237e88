package dev.bouncer.e2e.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bouncer.e2e.BuiltCli;

/**
 * {@code ./bouncer up} in an empty folder, with free ports, and shells there.
 */
final class DocumentedNode implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Map<String, String> FREE_PORTS = Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
            "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s");

    private static final Pattern VARIABLE = Pattern.compile("export (\\w+)='?(.*?)'?");

    private final Path folder;
    private final Process up;

    private DocumentedNode(Path folder, Process up) {
        this.folder = folder;
        this.up = up;
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param command as the docs have it
     * @param config  what is in {@code bouncer.yml}
     */
    static DocumentedNode start(Path folder, String command, String config) throws IOException, InterruptedException {
        writeScript(folder);
        Files.writeString(folder.resolve("bouncer.yml"), config);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BOUNCER_"));
        builder.environment().putAll(FREE_PORTS);
        Process up = builder.start();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(up, ready));
        DocumentedNode node = new DocumentedNode(folder, up);
        try {
            if (ready.get(START.toMillis(), TimeUnit.MILLISECONDS)) return node;
        } catch (ExecutionException | TimeoutException e) {
            // What it said tells more.
        }
        node.close();
        throw new IllegalStateException("expected '" + command + "' to become ready; it said:\n" + node.log());
    }

    private static void read(Process up, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = up.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().filter(line -> line.startsWith("ready ")).forEach(_ -> ready.complete(true));
        } catch (IOException | UncheckedIOException e) {
            // It was ended.
        }
        ready.complete(false);
    }

    // The script itself would look whether something has to be built, which is for whoever runs these tests.
    private static void writeScript(Path folder) throws IOException {
        Files.writeString(folder.resolve("bouncer"), """
                #!/usr/bin/env bash
                case $1 in
                    up | replay) exec %s dev.bouncer.cli.Main "$@" ;;
                    *) exec %s dev.bouncer.cli.Main "$@" ;;
                esac
                """.formatted(quoted(BuiltCli.HERE.server()), quoted(BuiltCli.HERE.shortCommand())));
        Files.setPosixFilePermissions(folder.resolve("bouncer"), PosixFilePermissions.fromString("rwx------"));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /** A terminal in that folder. */
    Shell shell() throws IOException {
        return new Shell(folder, Map.of("XDG_STATE_HOME", folder.resolve("state").toString()));
    }

    /** What {@code data/env} sets. */
    Map<String, String> variables() throws IOException {
        return Files.readAllLines(folder.resolve("data/env")).stream().map(VARIABLE::matcher)
                .filter(Matcher::matches).collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("up.log"));
    }

    @Override
    public void close() {
        up.descendants().forEach(ProcessHandle::destroyForcibly);
        up.destroyForcibly();
    }
}
