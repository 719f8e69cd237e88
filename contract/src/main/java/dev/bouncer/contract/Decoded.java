package dev.bouncer.contract;

import java.time.Instant;

/** What a record on the commands topic is. */
public sealed interface Decoded {
    /**
     * A command to act on. A tombstone that somebody wrote into a lane that is on the blocklist (an erasure request)
     * lifts what is there, by the actor {@code kafka}.
     *
     * @param command  the command
     * @param position where it stands
     * @param at       when the broker appended it
     */
    record Valid(Command command, Position position, Instant at) implements Decoded {}

    /**
     * A command that stands in a partition, or under a spelling of its key, that is not its own. It is not acted on where
     * it stands: moderation-streams moves it.
     *
     * @param key where it belongs
     */
    record Misplaced(CommandKey key) implements Decoded {}

    /**
     * A tombstone that says nothing: it clears a misplaced command or a terminate.
     */
    record Cleared() implements Decoded {}

    /**
     * Not a command of this version.
     *
     * @param error what was wrong, where, and what was expected
     */
    record Malformed(String error) implements Decoded {}
}
