package dev.bouncer.cli;

import java.net.BindException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.log.LibraryLogs;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs until it is told to end. SIGTERM and SIGINT close it and end the JVM with status 0, also while it is
 * still starting; a start that fails leaves the status to its error.
 */
final class Foreground {
    private final Terminal terminal;
    private @Nullable AutoCloseable process;
    private boolean failed;

    Foreground(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * What was started.
     *
     * @param ready   what is printed after {@code ready}
     * @param process what is closed at the end
     */
    record Started(String ready, AutoCloseable process) {}

    /**
     * Starts a process, says that it is ready, and does not return.
     *
     * @param listens where it listens, and the settings that say so, for the error that somebody else does; empty where the
     *                process says so itself
     * @throws CommandFailed if it cannot be started
     */
    int run(String listens, Callable<Started> start) {
        LibraryLogs.join();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
        try {
            Started started = start.call();
            synchronized (this) {
                process = started.process();
            }
            terminal.out().println("ready " + started.ready());
            new CountDownLatch(1).await();
            return ExitStatus.OK.code();
        } catch (Exception e) {
            synchronized (this) {
                failed = true;
            }
            throw failure(listens, e);
        }
    }

    private static RuntimeException failure(String listens, Exception e) {
        for (Throwable cause = e; cause != null && !listens.isEmpty(); cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new CommandFailed(ExitStatus.FAILED,
                        "cannot listen on " + listens + ": " + cause.getMessage(), e);
            }
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e.getMessage(), e);
    }

    private void end() {
        AutoCloseable running;
        synchronized (this) {
            if (failed) return;
            running = process;
        }
        int status = ExitStatus.OK.code();
        try {
            if (running != null) running.close();
        } catch (Exception e) {
            terminal.err().println("bouncer: not ended cleanly: " + e);
            status = ExitStatus.FAILED.code();
        }
        // The JVM would end with 143, as if it had been cut off.
        Runtime.getRuntime().halt(status);
    }
}
