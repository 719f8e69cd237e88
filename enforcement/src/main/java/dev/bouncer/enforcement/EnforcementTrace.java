package dev.bouncer.enforcement;

import java.time.Duration;

import dev.bouncer.contract.Command;
import org.apache.kafka.common.header.Headers;

/**
 * Hears of every command that has closed sessions, with what its record carried: for tracing. Called by the tail, and by the
 * threads that close many sessions beside it: it must neither block nor throw.
 */
@FunctionalInterface
public interface EnforcementTrace {
    /** Hears nothing. */
    EnforcementTrace NONE = (command, headers, sessions, took) -> {};

    /**
     * The last of a command's sessions has been told to close.
     *
     * @param headers  of the command's record, as whoever published it left them: not to be trusted
     * @param sessions how many; 1 or more
     * @param took     from the time this node had received the command until now
     */
    void enforced(Command command, Headers headers, int sessions, Duration took);
}
