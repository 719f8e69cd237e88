package dev.bouncer.edge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.edge.session.RecordingConnection;
import dev.bouncer.edge.session.TestSessions;

/**
 * A conversation as bytes, so that a fuzzer can make one up. The first byte tells by its bits whether the client is
 * known before its first frame (1), the connection goes before the last (2), or a command closes it then (4); so a
 * digit from 0 to 7 says it. Then come the frames, with the control character RS between them.
 */
public final class Script {
    private static final char SEPARATOR = '\u001e';
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final int flags;
    private final List<String> frames;

    private Script(int flags, List<String> frames) {
        this.flags = flags;
        this.frames = frames;
    }

    public static Script of(byte[] input) {
        if (input.length == 0) return new Script(0, List.of());
        // A text frame is well-formed before a conversation gets to see it.
        String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        return new Script(input[0], List.of(text.split(String.valueOf(SEPARATOR), -1)));
    }

    /** Whether the client is known before its first frame. */
    public boolean startsKnown() {
        return (flags & 1) != 0;
    }

    /**
     * Plays it on a conversation that has been opened, and makes sure that nothing is left of it.
     *
     * @param translate makes frames of those that only somebody with the secrets could write
     */
    public void play(TestSessions sessions, Conversation conversation, RecordingConnection connection,
            UnaryOperator<String> translate) {
        boolean gone = false;
        for (int i = 0; i < frames.size(); i++) {
            if (i == frames.size() - 1 && (flags & 4) != 0) sessions.terminateAll();
            if (i == frames.size() - 1 && (flags & 2) != 0) {
                conversation.gone();
                gone = true;
            }
            String frame = translate.apply(frames.get(i));
            if (frame.isEmpty()) conversation.answered();
            var _ = conversation.mayBlockOn(frame);
            conversation.received(frame);
        }
        if (!gone) conversation.gone();
        sessions.assertNothingLeft();
        assertWellFormed(connection.events());
    }

    private static void assertWellFormed(List<String> events) {
        int end = events.isEmpty() || !events.getLast().startsWith("close ") ? events.size() : events.size() - 1;
        for (String frame : events.subList(0, end)) {
            if (frame.isEmpty() || !frame.lines().allMatch(Script::isObject))
                throw new AssertionError("expected lines of JSON, and nothing behind a close: " + events);
        }
    }

    private static boolean isObject(String line) {
        try {
            return JSON.readTree(line).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
