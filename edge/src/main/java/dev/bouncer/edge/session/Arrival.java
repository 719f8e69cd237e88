package dev.bouncer.edge.session;

import dev.bouncer.contract.LiveSession;
import dev.bouncer.edge.protocol.Upgrade;
import org.jspecify.annotations.Nullable;

/**
 * How a client came, apart from when and from where: the same for many, which share it.
 *
 * @param protocol  what it speaks, see {@link LiveSession#protocol()}
 * @param userAgent what it calls itself, as it can be told; null: nothing
 * @param route     the gateway's route that it came by; null: by none
 */
public record Arrival(String protocol, @Nullable String userAgent, @Nullable String route) {
    /** Cuts what the client calls itself: whoever sends much must not be kept in memory. */
    public Arrival {
        userAgent = LiveSession.userAgent(userAgent);
    }

    /** With a request for a WebSocket that this node itself speaks the protocol on. */
    public static Arrival by(String protocol, Upgrade upgrade) {
        return new Arrival(protocol, upgrade.userAgent(), null);
    }
}
