package dev.bouncer.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bouncer up} and other commands of the built command line, as real processes. */
final class UpProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready api=(\\S+) edge=(\\S+) kafka=(\\S+)");

    private static final Set<String> SERVERS = Set.of("up", "streams", "edge");

    private final Process process;
    private final Matcher ready;
    private final Path state;

    private UpProcess(Process process, Matcher ready, Path state) {
        this.state = state;
        this.process = process;
        this.ready = ready;
    }

    /** How a command ended. */
    record Ended(int status, String out, String err) {}

    /** @param apiPort 0: any free one */
    static UpProcess start(Path dataDir, int apiPort) throws IOException, InterruptedException {
        return start(dataDir, apiPort, Map.of());
    }

    /** The same, with more environment variables. */
    static UpProcess start(Path dataDir, int apiPort, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of("BOUNCER_API_PORT", Integer.toString(apiPort),
                "BOUNCER_EDGE_PORT", "0", "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s",
                "BOUNCER_STREAMS_EXPIRY_GRACE", "1s"));
        environment.putAll(more);
        ProcessBuilder up = command(environment, List.of("up", "--data-dir", dataDir.toString()));
        up.redirectError(ProcessBuilder.Redirect.appendTo(dataDir.resolveSibling("up.log").toFile()));
        Process process = up.start();
        CompletableFuture<Matcher> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, ready));
        try {
            return new UpProcess(process, ready.get(120, TimeUnit.SECONDS), dataDir.resolveSibling("state"));
        } catch (ExecutionException | TimeoutException e) {
            String threads = threads(process);
            process.destroyForcibly();
            throw new IllegalStateException("'up' did not become ready; it said:\n"
                    + Files.readString(dataDir.resolveSibling("up.log")) + "\nand did:\n" + threads, e);
        }
    }

    private static String threads(Process process) throws IOException {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        if (!Files.exists(jstack)) return "(there is no jstack here)";
        return text(new ProcessBuilder(jstack.toString(), Long.toString(process.pid())).start().inputReader());
    }

    private static void read(Process process, CompletableFuture<Matcher> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().map(READY::matcher).filter(Matcher::find).forEach(ready::complete);
        } catch (IOException | UncheckedIOException e) {
            // The process was killed, as is the way of these tests.
        }
        ready.completeExceptionally(new IllegalStateException("it ended"));
    }

    static ProcessBuilder command(Map<String, String> environment, List<String> arguments) {
        List<String> command = SERVERS.contains(arguments.getFirst())
                ? BuiltCli.HERE.server()
                : BuiltCli.HERE.shortCommand();
        command.add("dev.bouncer.cli.Main");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("BOUNCER_"));
        // Nobody here counts milliseconds, and all wait for a start.
        builder.environment().put("BOUNCER_EDGE_REHEARSAL", "0");
        builder.environment().putAll(environment);
        return builder;
    }

    String api() {
        return ready.group(1);
    }

    String edge() {
        return ready.group(2);
    }

    String kafka() {
        return ready.group(3);
    }

    private Map<String, String> environment(String key) {
        Map<String, String> environment = new HashMap<>();
        environment.put("BOUNCER_URL", api());
        environment.put("BOUNCER_APP", "demo");
        environment.put("BOUNCER_KEY", key);
        environment.put("XDG_STATE_HOME", state.toString());
        return environment;
    }

    /** Starts a client command against this node. */
    Process begin(String key, Path out, String... arguments) throws IOException {
        return command(environment(key), List.of(arguments)).redirectOutput(out.toFile())
                .redirectError(out.resolveSibling(out.getFileName() + ".err").toFile()).start();
    }

    /** Runs a client command against this node to its end. */
    Ended run(String key, String... arguments) throws IOException, InterruptedException {
        return run(environment(key), arguments);
    }

    /** Runs a command that needs no node to its end. */
    static Ended runAlone(String... arguments) throws IOException, InterruptedException {
        return run(Map.of("BOUNCER_LOG_LEVEL", "ERROR"), arguments);
    }

    private static Ended run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = command(environment, List.of(arguments)).start();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.errorReader()));
        String out = text(process.inputReader(StandardCharsets.UTF_8));
        return new Ended(process.waitFor(), out, err.join());
    }

    private static String text(BufferedReader reader) {
        return String.join("\n", reader.lines().toList());
    }

    /** The files that its memory is mapped from. */
    String maps() throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, as an operator would; its status. */
    int terminate(Duration atMost) throws InterruptedException {
        process.destroy();
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
