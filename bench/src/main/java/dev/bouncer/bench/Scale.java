package dev.bouncer.bench;

/** How much is measured. */
public enum Scale {
    /** To know figures. */
    FULL,
    /** To see roughly where they are. */
    SHORT,
    /** To see that it works; the figures say nothing. */
    SMOKE;

    /** One of three. */
    public <T> T of(T full, T less, T smoke) {
        return switch (this) {
            case FULL -> full;
            case SHORT -> less;
            case SMOKE -> smoke;
        };
    }
}
