package dev.bouncer.edge.gateway.words;

import dev.bouncer.config.RouteConfig.RouteProtocol;
import dev.bouncer.edge.protocol.Farewells;

/** The words of each protocol that routes may speak. */
public final class Words {
    private static final Farewells PLAIN = new PlainWords();

    private Words() {}

    /** Those of this protocol, for one connection. */
    public static Farewells of(RouteProtocol protocol) {
        return switch (protocol) {
            case PLAIN, PUSHER, CENTRIFUGE, GRAPHQL, SOCKET_IO -> PLAIN;
        };
    }
}
