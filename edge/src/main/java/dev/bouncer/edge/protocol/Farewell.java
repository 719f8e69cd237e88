package dev.bouncer.edge.protocol;

import java.util.List;

import dev.bouncer.enforcement.CloseFrame;
import org.jspecify.annotations.Nullable;

/**
 * How a protocol ends a session.
 *
 * @param messages the last ones, just before the close frame
 * @param close    the close frame
 */
public record Farewell(List<Message> messages, CloseFrame close) {
    /** One frame. */
    public sealed interface Message {}

    /** A text frame. */
    public record Text(String text) implements Message {}

    /** A binary frame. The bytes must not change any more. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Binary(byte[] bytes) implements Message {}

    /** Copies. */
    public Farewell {
        messages = List.copyOf(messages);
    }

    /** With at most one text frame; null: none. */
    public Farewell(@Nullable String message, CloseFrame close) {
        this(message == null ? List.of() : List.of(new Text(message)), close);
    }

    /** With text frames. */
    public static Farewell ofTexts(List<String> texts, CloseFrame close) {
        return new Farewell(texts.stream().<Message>map(Text::new).toList(), close);
    }
}
