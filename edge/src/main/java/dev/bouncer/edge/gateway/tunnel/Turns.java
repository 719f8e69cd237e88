package dev.bouncer.edge.gateway.tunnel;

import dev.bouncer.config.Rate;

/**
 * How long whoever has sent so many frames has to wait for more. As many as the rate allows may come at once, or evenly
 * over its time. Not thread-safe.
 */
final class Turns {
    private final long each;
    private final long burst;
    // When all that came so far would have come, had it come evenly.
    private long even;

    Turns(Rate rate, long now) {
        this.each = rate.isUnlimited() ? 0 : rate.per().toNanos() / rate.times();
        this.burst = rate.per().toNanos();
        this.even = now;
    }

    /** Takes note of frames that came; for how many nanoseconds no more may: 0 or less, they may at once. */
    long take(long frames, long now) {
        if (each == 0) return 0;
        even = Math.max(even, now) + frames * each;
        return even - burst - now;
    }
}
