package dev.bouncer.edge.protocol;

import dev.bouncer.enforcement.CloseReason;

/** How sessions end, in the words of what is spoken. Thread-safe; nothing here blocks. */
public interface Farewells {
    /** How it ends a session that is closed for this reason. */
    Farewell farewell(CloseReason reason);

    /** Whether it is left alone for this reason, for it soon ends by itself. */
    default boolean spares(CloseReason reason) {
        return false;
    }

    /** How it turns away a client that was not admitted, for this reason. */
    default Farewell refusal(CloseReason reason) {
        return farewell(reason);
    }
}
