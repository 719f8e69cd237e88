package dev.bouncer.config;

import java.util.Locale;

/** What somebody may do in the console, for one app. Each includes those before it. */
public enum ConsoleRole {
    /** See blocks, sessions and histories. */
    VIEWER,
    /** Give commands. */
    MODERATOR,
    /** Everything. */
    ADMIN;

    /** Whether somebody of this role may do what the other stands for. */
    public boolean includes(ConsoleRole other) {
        return compareTo(other) >= 0;
    }

    /** The name in the configuration and on pages. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
