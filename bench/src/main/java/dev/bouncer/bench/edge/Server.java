package dev.bouncer.bench.edge;

import java.io.IOException;
import java.nio.file.Path;

import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.floor.TunedServer;
import dev.bouncer.bench.process.Child;

/**
 * A server to connect to.
 *
 * @param port of clients
 * @param path where they connect, with {@code {user}} and {@code {token}}
 */
record Server(Child process, int port, String path) {
    /** Starts the plain one. */
    static Server plain(String name, Path dir) throws IOException {
        Child process = TunedServer.start(name, dir);
        return new Server(process, Integer.parseInt(process.awaitLine("port=")), "/ws/{user}");
    }

    /** One of Bouncer's, by the native protocol. */
    static Server of(Node node) {
        return new Server(node.process(), node.edge(), "/v1/apps/" + Fleet.APP + "/connect?token={token}");
    }
}
