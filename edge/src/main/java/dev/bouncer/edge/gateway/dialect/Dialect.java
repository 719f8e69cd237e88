package dev.bouncer.edge.gateway.dialect;

import dev.bouncer.edge.protocol.Farewells;
import org.jspecify.annotations.Nullable;

/** What one connection speaks. What it hears it hears one message at a time; farewells may be asked for at any time. */
public interface Dialect extends Farewells {
    /**
     * The client said this. Must not block.
     *
     * @return who it says it is; null: nothing about that
     */
    default @Nullable Claim fromClient(Message message) {
        return null;
    }

    /** What the client claimed last holds, or does not matter: the upstream hears of it. */
    default void accepted() {}

    /** The upstream said this. Must not block. */
    default void fromUpstream(Message message) {}

    /** Whether it has heard all that it needs to of the client. */
    default boolean hasHeardClient() {
        return true;
    }

    /** Whether it has heard all that it needs to of the upstream. */
    default boolean hasHeardUpstream() {
        return true;
    }
}
