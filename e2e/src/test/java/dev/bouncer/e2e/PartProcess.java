package dev.bouncer.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bouncer api}, {@code streams} or {@code edge} as a real process, to be killed or held up. */
final class PartProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready \\w+=(\\S+)");

    private final Process process;
    private final URI uri;

    private PartProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts one and returns when it is ready. */
    static PartProcess start(String part, Path log, Map<String, String> environment)
            throws IOException, InterruptedException {
        Process process = UpProcess.command(environment, List.of(part))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, ready));
        try {
            return new PartProcess(process, ready.get(120, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException(part + " did not become ready; it said:\n" + Files.readString(log), e);
        }
    }

    private static void read(Process process, CompletableFuture<URI> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().map(READY::matcher).filter(Matcher::find).forEach(line -> ready.complete(
                    URI.create(line.group(1))));
        } catch (IOException | UncheckedIOException e) {
            // The process was killed, as is the way of these tests.
        }
        ready.completeExceptionally(new IllegalStateException("it ended"));
    }

    URI uri() {
        return uri;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Holds it up, or lets it go on: SIGSTOP and SIGCONT. */
    void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        if (status != 0) throw new IllegalStateException("kill -" + signal + " ended with " + status);
    }

    /** SIGTERM; waits for the end. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
