package dev.bouncer.edge.protocol;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A protocol's consent to an upgrade.
 *
 * @param subprotocol  the one it chose among those that the client offered; null: none
 * @param conversation what it does with the connection
 */
public record Handshake(@Nullable String subprotocol, Function<Connection, Conversation> conversation) {}
