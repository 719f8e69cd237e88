package dev.bouncer.config;

import java.util.Locale;

/**
 * What an API key may do. {@link #ADMIN} includes the others, {@link #READ} includes {@link #CHECK}. The wire name is the
 * constant's name in lower case.
 */
public enum Scope {
    /** Give commands. */
    MODERATE,
    /** See blocks. */
    READ,
    /** Ask whether somebody may come in, and nothing else: for a reverse proxy. */
    CHECK,
    /** Everything. */
    ADMIN,
    /** Sign in to the console. */
    CONSOLE;

    /** Whether a key that has this scope may do what the other stands for. */
    boolean includes(Scope other) {
        return switch (this) {
            case ADMIN -> true;
            case READ -> other == READ || other == CHECK;
            case MODERATE, CHECK, CONSOLE -> other == this;
        };
    }

    /** The name in the configuration and in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
