package dev.bouncer.edge.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TimersTest {
    private static final Instant START = Instant.parse("2026-12-01T12:00:00Z");

    private volatile Instant now = START;
    private final Timers timers = new Timers(() -> now);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        timers.close();
    }

    @Test
    void runsWhatIsDue() {
        timers.at(START, runs::incrementAndGet);
        timers.at(Instant.MIN, runs::incrementAndGet);
        timers.after(Duration.ZERO, runs::incrementAndGet);

        await().until(() -> runs.get() == 3);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void runsNothingBeforeItsTimeByTheClock() {
        timers.at(START.plusMillis(20), runs::incrementAndGet);
        AtomicInteger later = new AtomicInteger();
        // Longer, by the other clock, than the first had to wait: it has looked at ours by then, and waits on.
        timers.after(Duration.ofMillis(200), later::incrementAndGet);
        await().until(() -> later.get() == 1);
        assertThat(runs).hasValue(0);

        now = START.plusMillis(20);
        await().until(() -> runs.get() == 1);
    }

    @Test
    void looksAtTheClockEveryHourHoweverFarOffTheTimeIs() {
        for (Instant far : new Instant[]{Instant.MAX, Instant.parse("9999-12-31T23:59:59Z"), START.plusSeconds(3601)}) {
            Timers.Timer timer = timers.at(far, runs::incrementAndGet);
            assertThat(timers.nextWait()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            timer.cancel();
        }
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void goesOnAfterAFailure() {
        timers.after(Duration.ZERO, () -> {
            throw new IllegalStateException("on purpose");
        });
        Timers.Timer timer = timers.every(Duration.ofMillis(1), () -> {
            if (runs.incrementAndGet() == 1) throw new IllegalStateException("on purpose");
        });

        await().until(() -> runs.get() > 3);
        timer.cancel();
        timer.cancel();
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void doesNothingAfterItsEnd() {
        timers.close();
        timers.after(Duration.ZERO, runs::incrementAndGet).cancel();
        timers.every(Duration.ofMillis(1), runs::incrementAndGet).cancel();
        timers.at(START, runs::incrementAndGet).cancel();

        assertThat(timers.waiting()).isZero();
        assertThat(runs).hasValue(0);
    }
}
