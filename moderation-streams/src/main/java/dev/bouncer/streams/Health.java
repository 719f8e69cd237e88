package dev.bouncer.streams;

import org.jspecify.annotations.Nullable;

/**
 * How the process is, as a value.
 *
 * @param live   whether it can still get better by itself; otherwise it has to be started again
 * @param reason why it is not ready; null: it is. Fixed text, fit to stand in JSON
 */
record Health(boolean live, @Nullable String reason) {
    static final Health READY = new Health(true, null);

    static Health notReady(String reason) {
        return new Health(true, reason);
    }

    static Health dead(String reason) {
        return new Health(false, reason);
    }

    boolean ready() {
        return reason == null;
    }
}
