package dev.bouncer.edge.protocol.centrifuge;

import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What a client is told. */
sealed interface CentrifugeReply {
    /** Clients show it to their developers, and decide nothing by it. */
    String VERSION = "bouncer";

    /** The id of the command that it answers. */
    long id();

    /** @param ttl how long the token is good for, in seconds; null: for ever */
    record Connected(long id, UUID client, @Nullable Integer ttl, Duration pingInterval) implements CentrifugeReply {}

    /** @param ttl how long the new token is good for, in seconds; null: for ever */
    record Refreshed(long id, @Nullable Integer ttl) implements CentrifugeReply {}

    /** A result with nothing in it. */
    record Empty(long id, CentrifugeMethod method) implements CentrifugeReply {}

    /** No result. */
    record Failed(long id, CentrifugeError error) implements CentrifugeReply {}
}
