package dev.bouncer.edge.protocol;

import org.jspecify.annotations.Nullable;

/** A protocol that clients speak. Immutable and thread-safe; nothing here blocks. */
public interface Protocol extends Farewells {
    /**
     * Takes an upgrade whose path is this protocol's, whoever the client is: who may not stay is told so in the protocol.
     *
     * @return null if the path is not this protocol's
     */
    @Nullable
    Handshake accept(Upgrade upgrade);
}
