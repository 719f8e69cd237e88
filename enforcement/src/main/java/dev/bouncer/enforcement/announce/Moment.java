package dev.bouncer.enforcement.announce;

/**
 * A point in time by both clocks of this machine: the one that nobody sets but that may stand still while the machine does,
 * and the one that is set.
 *
 * @param nanos  of {@link System#nanoTime}
 * @param millis since the epoch
 */
record Moment(long nanos, long millis) {
    /** Reads both clocks. */
    interface Clock {
        Moment now();
    }

    static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    /** Whether less than so many milliseconds lie between this and a later moment, whichever clock is asked. */
    boolean isWithin(long length, Moment later) {
        return later.nanos - nanos < length * 1_000_000 && later.millis - millis < length;
    }
}
