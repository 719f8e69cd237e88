package dev.bouncer.edge.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.bouncer.edge.session.RecordingConnection;
import dev.bouncer.edge.session.TestSessions;

/**
 * A conversation as bytes, so that a fuzzer can make one up. The first byte tells by its bits whether the client is
 * known before its first frame (1), the connection goes before the last (2), or a command closes it then (4); so a
 * digit from 0 to 7 says it. Then come the frames, with the control character RS between them.
 */
public final class Script {
    private static final byte SEPARATOR = 0x1e;

    private final int flags;
    private final List<byte[]> frames;

    private Script(int flags, List<byte[]> frames) {
        this.flags = flags;
        this.frames = frames;
    }

    public static Script of(byte[] input) {
        if (input.length == 0) return new Script(0, List.of());
        List<byte[]> frames = new ArrayList<>();
        int start = 1;
        for (int end = 1; end <= input.length; end++) {
            if (end < input.length && input[end] != SEPARATOR) continue;
            frames.add(Arrays.copyOfRange(input, start, end));
            start = end + 1;
        }
        return new Script(input[0], frames);
    }

    /** Whether the client is known before its first frame. */
    public boolean startsKnown() {
        return (flags & 1) != 0;
    }

    /** Plays it on a conversation that has been opened, and makes sure that nothing is left of it. */
    public void play(TestSessions sessions, Conversation conversation, RecordingConnection connection,
            Language language) {
        boolean gone = false;
        for (int i = 0; i < frames.size(); i++) {
            if (i == frames.size() - 1 && (flags & 4) != 0) sessions.terminateAll();
            if (i == frames.size() - 1 && (flags & 2) != 0) {
                conversation.gone();
                gone = true;
            }
            if (frames.get(i).length == 0) conversation.answered();
            language.say(conversation, frames.get(i));
        }
        if (!gone) conversation.gone();
        sessions.assertNothingLeft();
        assertWellFormed(connection.events(), language);
    }

    private static void assertWellFormed(List<String> events, Language language) {
        int end = events.isEmpty() || !events.getLast().startsWith("close ") ? events.size() : events.size() - 1;
        for (String frame : events.subList(0, end)) {
            if (!language.isWellFormed(frame))
                throw new AssertionError("expected well-formed frames, and nothing behind a close: " + events);
        }
    }
}
