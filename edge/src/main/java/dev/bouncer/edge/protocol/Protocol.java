package dev.bouncer.edge.protocol;

import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/** A protocol that clients speak. Immutable and thread-safe; nothing here blocks. */
public interface Protocol {
    /**
     * Takes an upgrade whose path is this protocol's, whoever the client is: who may not stay is told so in the protocol.
     *
     * @return null if the path is not this protocol's
     */
    @Nullable
    Handshake accept(Upgrade upgrade);

    /** How it ends a session that is closed for this reason. */
    Farewell farewell(CloseReason reason);

    /** How it turns away a client that was not admitted, for this reason. */
    default Farewell refusal(CloseReason reason) {
        return farewell(reason);
    }
}
