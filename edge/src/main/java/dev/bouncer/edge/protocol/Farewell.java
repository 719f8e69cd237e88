package dev.bouncer.edge.protocol;

import dev.bouncer.enforcement.CloseFrame;

import org.jspecify.annotations.Nullable;

/**
 * How a protocol ends a session.
 *
 * @param message the last text frame, just before the close frame; null: none
 * @param close   the close frame
 */
public record Farewell(@Nullable String message, CloseFrame close) {}
