package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a node's process; what it says goes to a log that all its runs share. */
final class ServerProcess {
    private static final Duration END = Duration.ofSeconds(40);

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    static ServerProcess start(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("BOUNCER_"));
        try {
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        await(END);
    }

    /** SIGTERM, and SIGKILL for who does not listen; whether it listened. */
    boolean terminate() {
        process.destroy();
        if (await(END)) return true;
        kill();
        return false;
    }

    /** SIGSTOP. */
    void pause() {
        Shell.run("kill", "-STOP", Long.toString(process.pid()));
    }

    /** SIGCONT. */
    void resume() {
        Shell.run("kill", "-CONT", Long.toString(process.pid()));
    }

    private boolean await(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
