package dev.bouncer.edge.protocol;

import java.util.List;

import dev.bouncer.enforcement.CloseFrame;
import org.jspecify.annotations.Nullable;

/**
 * How a protocol ends a session.
 *
 * @param messages the last text frames, just before the close frame
 * @param close    the close frame
 */
public record Farewell(List<String> messages, CloseFrame close) {
    /** Copies. */
    public Farewell {
        messages = List.copyOf(messages);
    }

    /** With at most one text frame; null: none. */
    public Farewell(@Nullable String message, CloseFrame close) {
        this(message == null ? List.of() : List.of(message), close);
    }
}
