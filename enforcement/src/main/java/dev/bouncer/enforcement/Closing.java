package dev.bouncer.enforcement;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes sessions: a few of them at once, on the thread that asks, and many on threads of its own, since who asks is the
 * tail, and the next command must not wait for thousands of system calls. Those threads are few and the kernel shares the
 * processors among them and the rest, which virtual threads that never wait would not. Thread-safe; has nothing to close:
 * its threads end when they are idle.
 */
final class Closing {
    /** So many a caller closes itself. */
    static final int FEW = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    private static final int MOST_THREADS = 8;

    private final MeterRegistry meters;
    private final Map<Class<? extends CloseReason>, Counter> closed = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor executor;

    Closing(MeterRegistry meters) {
        this.meters = meters;
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.executor = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("closing-", 0).factory());
        executor.allowCoreThreadTimeOut(true);
    }

    /** @param told called once all have been told to close, by whichever thread told the last */
    void close(List<Session> sessions, CloseReason reason, Runnable told) {
        if (sessions.size() <= FEW) {
            closeSome(sessions, reason);
            told.run();
            return;
        }
        int parts = (sessions.size() + FEW - 1) / FEW;
        AtomicInteger left = new AtomicInteger(parts);
        for (int part = 0; part < parts; part++) {
            List<Session> some = sessions.subList(part * FEW, Math.min(sessions.size(), (part + 1) * FEW));
            executor.execute(() -> {
                closeSome(some, reason);
                if (left.decrementAndGet() == 0) told.run();
            });
        }
    }

    private void closeSome(List<Session> sessions, CloseReason reason) {
        int told = 0;
        for (Session session : sessions) {
            try {
                session.close(reason);
                told++;
            } catch (RuntimeException e) {
                // One session that cannot be closed must not save the others.
                LOG.atError().setCause(e).addKeyValue("session", session.id()).log("closing a session failed");
            }
        }
        closed.computeIfAbsent(reason.getClass(), this::counter).increment(told);
    }

    private Counter counter(Class<? extends CloseReason> reason) {
        return Counter.builder("bouncer.sessions.closed").tag("reason", reason.getSimpleName())
                .description("Sessions that commands have closed").register(meters);
    }
}
