package dev.bouncer.cli.demo;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.javalin.Javalin;
import io.javalin.websocket.WsContext;

/**
 * A chat as one is written in an afternoon, with Javalin: everybody hears what anybody says, for as long as the
 * connection is open. It knows nothing of blocks.
 */
public final class ChatServer implements AutoCloseable {
    private final Set<WsContext> everybody = ConcurrentHashMap.newKeySet();
    private final Javalin javalin;

    /** A chat on any free port of this machine. */
    public ChatServer() {
        this.javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.ws("/chat", chat -> {
                chat.onConnect(everybody::add);
                chat.onMessage(said -> tell(said.queryParam("name") + ": " + said.message()));
                chat.onClose(everybody::remove);
            });
        }).start("127.0.0.1", 0);
    }

    private void tell(String line) {
        everybody.forEach(somebody -> somebody.send(line));
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + javalin.port());
    }

    /** How many are connected. */
    public int connections() {
        return everybody.size();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
