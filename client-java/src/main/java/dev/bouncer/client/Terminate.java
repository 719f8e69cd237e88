package dev.bouncer.client;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The subject's sessions are closed, or some of them; it may come back at once.
 *
 * @param only   the ids of the sessions to close; empty: all of the subject
 * @param except the ids of sessions that stay
 * @param close  what clients are told; null: as usual
 */
public record Terminate(Subject subject, List<UUID> only, List<UUID> except, @Nullable Close close,
        @Nullable String reason) implements Command {
    /**
     * A close frame's content.
     *
     * @param code   3000 to 4999
     * @param reason at most 123 bytes of UTF-8
     */
    public record Close(int code, String reason) {}

    /** Copies. */
    public Terminate {
        only = List.copyOf(only);
        except = List.copyOf(except);
    }

    /** All sessions of the subject. */
    public static Terminate of(Subject subject) {
        return new Terminate(subject, List.of(), List.of(), null, null);
    }

    /**
     * The same for these sessions alone.
     *
     * @throws IllegalArgumentException if there is none: that must not be taken for all
     */
    public Terminate only(List<UUID> sessions) {
        if (sessions.isEmpty()) throw new IllegalArgumentException("only: expected one session or more, got none");
        return new Terminate(subject, sessions, except, close, reason);
    }

    /** The same, but these sessions stay. */
    public Terminate except(List<UUID> sessions) {
        return new Terminate(subject, only, sessions, close, reason);
    }

    /** The same with what clients are told. */
    public Terminate closingWith(int code, String text) {
        return new Terminate(subject, only, except, new Close(code, text), reason);
    }

    /** The same with what moderators are told. */
    public Terminate because(String why) {
        return new Terminate(subject, only, except, close, why);
    }
}
