package dev.bouncer.api.console.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** At most so many of something at once under each name, so that nobody takes what is there for all. Thread-safe. */
public final class Places {
    private final int most;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    /** @param most how many of each name */
    public Places(int most) {
        this.most = most;
    }

    /**
     * Takes one, to be given back by {@link #leave}.
     *
     * @return false if as many are taken as may be
     */
    public boolean take(String name) {
        boolean[] got = {false};
        taken.compute(name, (_, before) -> {
            int now = before == null ? 0 : before;
            got[0] = now < most;
            return got[0] ? Integer.valueOf(now + 1) : before;
        });
        return got[0];
    }

    /** Gives one back that was taken. */
    public void leave(String name) {
        taken.computeIfPresent(name, (_, before) -> before == 1 ? null : before - 1);
    }
}
