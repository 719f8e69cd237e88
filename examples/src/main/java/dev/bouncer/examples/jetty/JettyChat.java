package dev.bouncer.examples.jetty;

import java.nio.file.Path;

import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** A WebSocket application on Jetty, without servlets, that keeps banned users out. */
public final class JettyChat {
    private JettyChat() {}

    /** Arguments: Kafka's bootstrap servers, the port. */
    public static void main(String[] args) throws Exception {
        EmbeddedEdge edge = EmbeddedEdge.start("chat", EnforcementConfig.of(args[0], Path.of("data/edge")));
        edge.awaitReady();
        Server server = start(edge, Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            edge.close();
            stop(server);
        }));
    }

    static Server start(EmbeddedEdge edge, int port) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server,
                chat -> chat.addMapping("/chat", (request, response, callback) -> new ChatSocket(edge))));
        server.start();
        return server;
    }

    static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
