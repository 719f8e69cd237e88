package dev.bouncer.edge.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs things later, on one thread of its own: they must not block. What they throw is logged. Thread-safe; a cancelled
 * timer keeps nothing alive. After {@link #close} nothing runs any more.
 */
public final class Timers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    // Waiting is measured by a clock that nobody sets; looking at the other one now and then keeps the two together.
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Something that will run. */
    public interface Timer {
        /** It will not, unless it is running. Again: does nothing. */
        void cancel();
    }

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor;

    /** @param clock what {@link #at} goes by */
    public Timers(InstantSource clock) {
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("edge-timers").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What time it is by the clock that {@link #at} goes by. */
    public Instant now() {
        return clock.instant();
    }

    /** Runs it once, after a while. */
    public Timer after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /** Runs it again and again, the first time after one interval. */
    public Timer every(Duration interval, Runnable task) {
        try {
            ScheduledFuture<?> future = executor.scheduleWithFixedDelay(() -> run(task), interval.toNanos(),
                    interval.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /** Runs it once, not before that time; soon if that has passed. However far off it is. */
    public Timer at(Instant time, Runnable task) {
        Alarm alarm = new Alarm(time, task);
        alarm.arm();
        return alarm;
    }

    /** How many timers are waiting. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** How long the next timer waits. */
    @Nullable
    Duration nextWait() {
        return executor.getQueue().peek() instanceof ScheduledFuture<?> next
                ? Duration.ofNanos(next.getDelay(TimeUnit.NANOSECONDS))
                : null;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a timer failed");
        }
    }

    private final class Alarm implements Timer {
        private final Instant time;
        private final Runnable task;
        private boolean cancelled;
        private @Nullable Timer next;

        Alarm(Instant time, Runnable task) {
            this.time = time;
            this.task = task;
        }

        synchronized void arm() {
            if (cancelled) return;
            Duration wait = Duration.between(clock.instant(), time);
            Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            next = after(bounded.isNegative() ? Duration.ZERO : bounded, this::ring);
        }

        private void ring() {
            if (clock.instant().isBefore(time)) {
                arm();
            } else {
                task.run();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (next != null) next.cancel();
        }
    }
}
