package dev.bouncer.bench.floor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bouncer.bench.process.Child;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server on Javalin that welcomes whoever comes, and closes all sessions of a user, one after the other, by
 * {@code POST /kick/USER}: no tokens, no blocklist, no log. Tuned as far as Javalin lets one: no HTTP session and no
 * compression for a WebSocket, a long accept queue, virtual threads, and the JVM flags that an edge has.
 */
public final class TunedServer {
    // As long as Bouncer's own.
    private static final String WELCOME = "{\"type\":\"welcome\",\"session\":\"0198c1d2-0000-7000-8000-000000000000\","
            + "\"subjects\":[{\"kind\":\"user\",\"id\":\"somebody-1234\"},{\"kind\":\"ip\",\"id\":\"127.0.0.2\"}]}";
    private static final int ACCEPT_QUEUE = 4096;
    private static final int SMALL_BUFFER = 1024;

    private TunedServer() {}

    /** Starts it, as a process. */
    public static Child start(String name, Path dir) throws IOException {
        return start(name, dir, List.of(), List.of());
    }

    /** The same with more options for the JVM, and with arguments. */
    public static Child start(String name, Path dir, List<String> options, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("-XX:+UseCompactObjectHeaders", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40"));
        all.addAll(options);
        return Child.java(name, dir, all, TunedServer.class, arguments.toArray(String[]::new));
    }

    /** Arguments: what is as Javalin has it by itself, {@code compression} or {@code sessions}; small {@code buffers}. */
    public static void main(String[] arguments) {
        Set<String> settings = Set.of(arguments);
        Map<String, Set<WsContext>> users = new ConcurrentHashMap<>();
        Compression compression = new Compression();
        Javalin server = Javalin.create(config -> {
            tune(config, compression, settings);
            config.routes.ws("/ws/{user}", ws -> {
                ws.onConnect(client -> {
                    client.enableAutomaticPings();
                    users.computeIfAbsent(client.pathParam("user"), _ -> ConcurrentHashMap.newKeySet()).add(client);
                    client.send(WELCOME);
                });
                ws.onClose(client -> users.computeIfPresent(client.pathParam("user"), (_, clients) -> {
                    clients.remove(client);
                    return clients.isEmpty() ? null : clients;
                }));
            });
            config.routes.post("/kick/{user}", call -> {
                Set<WsContext> clients = users.getOrDefault(call.pathParam("user"), Set.of());
                clients.forEach(client -> client.closeSession(4403, "blocked"));
                call.json(Map.of("closed", clients.size()));
            });
        }).start();
        if (!settings.contains("compression")) compression.turnOff();
        System.out.println("port=" + server.port());
    }

    private static void tune(JavalinConfig config, Compression compression, Set<String> settings) {
        config.startup.showJavalinBanner = false;
        config.concurrency.useVirtualThreads = true;
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost("127.0.0.1");
            connector.setPort(0);
            connector.setAcceptQueueSize(ACCEPT_QUEUE);
            return connector;
        });
        if (settings.contains("buffers")) {
            config.jetty.modifyWebSocketServletFactory(factory -> {
                factory.setInputBufferSize(SMALL_BUFFER);
                factory.setOutputBufferSize(SMALL_BUFFER);
            });
        }
        config.jetty.modifyServletContextHandler(handler -> {
            compression.handler = handler;
            if (settings.contains("sessions")) return;
            SessionHandler sessions = new SessionHandler();
            sessions.setUsingCookies(false);
            NullSessionCache none = new NullSessionCache(sessions);
            none.setSessionDataStore(new NullSessionDataStore());
            sessions.setSessionCache(none);
            handler.setSessionHandler(sessions);
        });
    }

    /** Each connection's would keep 100 KiB of native memory. There is nothing to turn off before the server has started. */
    private static final class Compression {
        private @Nullable ServletContextHandler handler;

        void turnOff() {
            if (handler == null) throw new IllegalStateException("expected a servlet context");
            WebSocketComponents components = WebSocketServerComponents.getWebSocketComponents(handler);
            components.getExtensionRegistry().unregister("permessage-deflate");
        }
    }
}
