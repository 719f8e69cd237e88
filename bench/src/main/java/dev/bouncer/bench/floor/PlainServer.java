package dev.bouncer.bench.floor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.javalin.Javalin;
import io.javalin.websocket.WsContext;

/**
 * A WebSocket server on Javalin that knows its users and closes one when told to, by {@code POST /kick/USER}: no tokens, no
 * blocklist, no log, nothing but what Javalin does by itself.
 */
public final class PlainServer {
    private PlainServer() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        Map<String, WsContext> users = new ConcurrentHashMap<>();
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.ws("/ws/{user}", ws -> {
                ws.onConnect(client -> {
                    client.enableAutomaticPings();
                    users.put(client.pathParam("user"), client);
                });
                ws.onClose(client -> users.remove(client.pathParam("user")));
            });
            config.routes.post("/kick/{user}", call -> {
                WsContext user = users.get(call.pathParam("user"));
                if (user != null) user.closeSession(4403, "blocked");
                call.json(Map.of("closed", user != null));
            });
        }).start("127.0.0.1", 0);
        System.out.println("port=" + server.port());
    }
}
