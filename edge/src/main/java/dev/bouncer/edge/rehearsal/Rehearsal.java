package dev.bouncer.edge.rehearsal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects clients of its own to a stage, so that the code that lets clients in is compiled before the first real one
 * comes. A JVM that has just started takes several times as long for each as one that is warm, and a node that was just
 * added gets them by the thousand at once. Whatever goes wrong here costs the warmth alone.
 */
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int PARALLEL = 16;

    private Rehearsal() {}

    /**
     * Lets so many clients in and out again, on a port of the loopback interface that is closed afterwards.
     *
     * @param clients 0: does nothing
     * @param longest after which it ends, however many there were
     */
    public static void run(int clients, Duration longest) throws InterruptedException {
        if (clients == 0) return;
        long start = System.nanoTime();
        AtomicInteger turns = new AtomicInteger();
        try (Stage stage = Stage.open(); ExecutorService executor = Executors.newFixedThreadPool(PARALLEL)) {
            for (int i = 0; i < PARALLEL; i++) {
                executor.execute(() -> {
                    try {
                        while (turns.getAndIncrement() < clients && System.nanoTime() - start < longest.toNanos()) {
                            stage.visit();
                        }
                    } catch (IOException e) {
                        LOG.atDebug().setCause(e).log("a client of the rehearsal failed");
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("no rehearsal: the first clients will wait longer");
        }
        LOG.atInfo().addKeyValue("clients", Math.min(clients, turns.get()))
                .addKeyValue("took", Duration.ofNanos(System.nanoTime() - start)).log("rehearsed");
    }
}
