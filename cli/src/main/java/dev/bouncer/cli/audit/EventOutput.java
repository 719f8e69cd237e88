package dev.bouncer.cli.audit;

/** Where events are written. One thread. */
interface EventOutput {
    /** Writes one. */
    void write(Entry.Event event);

    /** Hands on what it still has. */
    default void flush() {}
}
