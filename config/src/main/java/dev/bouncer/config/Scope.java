package dev.bouncer.config;

import java.util.Locale;

/** What an API key may do. {@link #ADMIN} includes the others. The wire name is the constant's name in lower case. */
public enum Scope {
    /** Give commands. */
    MODERATE,
    /** See blocks. */
    READ,
    /** Everything. */
    ADMIN,
    /** Sign in to the console. */
    CONSOLE;

    /** The name in the configuration and in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
