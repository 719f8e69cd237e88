package dev.bouncer.bench.edge;

import java.io.IOException;
import java.util.List;

import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.process.Child;

/**
 * A server to connect to.
 *
 * @param address   HOST:PORT, or a port of 127.0.0.1
 * @param path      where clients connect, with {@code {user}} and {@code {token}}
 * @param extension of the WebSocket protocol that they ask for; empty: none
 */
record Server(String address, String path, String extension) {
    Server(String address, String path) {
        this(address, path, "");
    }

    /** The plain one, which was just started. */
    static Server plain(Child process) throws IOException {
        return new Server(process.awaitLine("port="), "/ws/{user}");
    }

    /** One of Bouncer's, by the native protocol. */
    static Server of(Node edge) {
        return of(Site.of(edge, List.of(edge)));
    }

    /** The first edge of these. */
    static Server of(Site site) {
        return new Server(site.edges().getFirst(), site.connect());
    }
}
