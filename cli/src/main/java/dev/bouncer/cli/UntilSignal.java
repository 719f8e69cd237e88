package dev.bouncer.cli;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.bouncer.cli.client.ExitStatus;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Work that SIGINT and SIGTERM end as an error would: what it holds, a temporary folder for example, is given back before
 * the process is gone.
 */
final class UntilSignal {
    private static final Duration ALLOWED = Duration.ofSeconds(20);

    private UntilSignal() {}

    /**
     * Runs it in this thread.
     *
     * @param status of a process that a signal ended; nothing: the signal's own
     */
    static int run(OptionalInt status, Callable<Integer> work) throws Exception {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            worker.interrupt();
            try {
                boolean ended = done.await(ALLOWED.toMillis(), TimeUnit.MILLISECONDS);
                if (ended && status.isPresent()) Runtime.getRuntime().halt(status.getAsInt());
            } catch (InterruptedException e) {
                // nobody is left to be told
            }
        }, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } catch (InterruptException | InterruptedException e) {
            return ExitStatus.FAILED.code();
        } finally {
            done.countDown();
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs already
        }
    }
}
