package dev.bouncer.cli.audit;

/** Where events are written. One thread. */
@FunctionalInterface
interface EventOutput {
    /** Writes one. */
    void write(Entry.Event event);
}
