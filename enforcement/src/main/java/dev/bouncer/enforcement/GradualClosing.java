package dev.bouncer.enforcement;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the sessions of an app little by little, so that their clients do not all arrive elsewhere at once. Each is asked
 * about again when its turn comes: the block may be over by then. Of an app one closing is under way at a time, the last
 * that was begun. Thread-safe; its thread is a daemon.
 */
final class GradualClosing {
    private static final Logger LOG = LoggerFactory.getLogger(GradualClosing.class);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Closing closing;
    private final Map<String, Course> courses = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("closing-gradually").factory());

    GradualClosing(Closing closing) {
        this.closing = closing;
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins; where it has begun for that command, these sessions take the place of those that are left.
     *
     * @param rate   how many a second
     * @param reason why one is to be closed now; null: it is not, any more
     * @param told   called with how many were closed, once all have had their turn; not if another closing took its place
     */
    void begin(String app, UUID command, List<Session> sessions, int rate,
            Function<Session, @Nullable CloseReason> reason, IntConsumer told) {
        courses.compute(app, (unused, present) -> {
            if (present != null && present.command.equals(command)) {
                executor.execute(() -> present.goOnWith(sessions));
                return present;
            }
            if (present != null) present.cancel();
            Course course = new Course(app, command, sessions, rate, reason, told);
            course.turns = executor.scheduleAtFixedRate(course::advance, 0, STEP.toNanos(), TimeUnit.NANOSECONDS);
            return course;
        });
    }

    /** How many apps have a closing under way. */
    int underWay() {
        return courses.size();
    }

    /** How many have had their turn after a while: the first at once. */
    static long due(Duration elapsed, int rate) {
        return 1 + Math.multiplyExact(elapsed.toMillis(), (long) rate) / 1_000;
    }

    private final class Course {
        private final String app;
        private final UUID command;
        private final Deque<Session> left;
        private final int rate;
        private final Function<Session, @Nullable CloseReason> reason;
        private final IntConsumer told;
        private final long start = System.nanoTime();
        private long taken;
        private int closed;
        private volatile @Nullable Future<?> turns;

        Course(String app, UUID command, List<Session> sessions, int rate,
                Function<Session, @Nullable CloseReason> reason, IntConsumer told) {
            this.app = app;
            this.command = command;
            this.left = new ArrayDeque<>(sessions);
            this.rate = rate;
            this.reason = reason;
            this.told = told;
        }

        void advance() {
            long due = due(Duration.ofNanos(System.nanoTime() - start), rate);
            while (!left.isEmpty() && taken < due) {
                // Who is not closed, being gone or let off, takes no turn.
                if (!closeIfStillRefused(left.remove())) continue;
                taken++;
                closed++;
            }
            if (!left.isEmpty()) return;
            courses.remove(app, this);
            cancel();
            told.accept(closed);
        }

        void goOnWith(List<Session> sessions) {
            if (!this.equals(courses.get(app))) {
                // It ended while they were on their way to it.
                begin(app, command, sessions, rate, reason, told);
                return;
            }
            left.clear();
            left.addAll(sessions);
        }

        // What is thrown here would end all turns, without a word.
        private boolean closeIfStillRefused(Session session) {
            try {
                CloseReason why = reason.apply(session);
                if (why == null) return false;
                closing.close(List.of(session), why, () -> {});
                return true;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).addKeyValue("session", session.id()).log("asking about a session failed");
                return false;
            }
        }

        void cancel() {
            Future<?> scheduled = turns;
            if (scheduled != null) scheduled.cancel(false);
        }
    }
}
