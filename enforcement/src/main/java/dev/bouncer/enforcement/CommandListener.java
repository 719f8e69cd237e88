package dev.bouncer.enforcement;

import java.time.Duration;

import dev.bouncer.contract.Decoded;

/**
 * Hears what becomes of the commands that a node enforces. Called by the tail, and by the threads that close many sessions
 * beside it: it must neither block nor throw.
 */
public interface CommandListener {
    /** Hears nothing. */
    CommandListener NONE = new CommandListener() {};

    /**
     * A command has been read that this process has not enforced before; what it says is about to be done.
     *
     * @param confirm whether somebody waits to hear that it is done
     */
    default void read(Decoded.Valid record, boolean confirm) {}

    /**
     * A command has closed sessions: the last of them has been told to.
     *
     * @param sessions how many; 1 or more
     * @param took     from the time the broker appended the command until now
     * @param confirm  whether somebody waits to hear it
     */
    default void closed(Decoded.Valid record, int sessions, Duration took, boolean confirm) {}

    /** {@link Enforcement#applied} may have moved since the last time. */
    default void progressed() {}

    /** This node knows what is in force, for the first time or anew: {@link Enforcement#applied} is not empty. */
    default void caughtUp() {}
}
