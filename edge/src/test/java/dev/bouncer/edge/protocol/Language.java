package dev.bouncer.edge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What frames are made of, on their way to a {@link Conversation} and back. */
public interface Language {
    /** Says a frame of a {@link Script}. */
    void say(Conversation conversation, byte[] frame);

    /** Whether a client could read what the connection noted. */
    boolean isWellFormed(String frame);

    /**
     * Text to the conversation, lines of JSON from it.
     *
     * @param translate makes frames of those that only somebody with the secrets could write
     */
    static Language json(UnaryOperator<String> translate) {
        return new Language() {
            private final ObjectMapper json = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

            @Override
            public void say(Conversation conversation, byte[] frame) {
                // A text frame is well-formed before a conversation gets to see it.
                String text = translate.apply(new String(frame, StandardCharsets.UTF_8));
                var _ = conversation.mayBlockOn(text);
                conversation.received(text);
            }

            @Override
            public boolean isWellFormed(String frame) {
                return !frame.isEmpty() && frame.lines().allMatch(this::isObject);
            }

            private boolean isObject(String line) {
                try {
                    return json.readTree(line).isObject();
                } catch (JsonProcessingException e) {
                    return false;
                }
            }
        };
    }
}
