package dev.bouncer.api.live;

import java.util.Locale;

/** Why it is not known which sessions an edge has. The wire name is the constant's name in lower case with hyphens. */
public enum Silence {
    /** It announces nowhere to ask it: it runs in an application, or has no {@code bouncer.internal.secret}. */
    NO_ADDRESS,
    /** It cannot be reached, or did not answer in time. */
    NO_ANSWER,
    /** It answered that it does not tell: its {@code bouncer.internal.secret} may be another. */
    REFUSED,
    /** Its answer is too long, or none. */
    GARBLED,
    /** Another process announces itself by the same id, and only one of them was asked. */
    CONTESTED;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
