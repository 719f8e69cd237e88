package dev.bouncer.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.clients.ClientEvent.Told;
import dev.bouncer.e2e.clients.ClientRuntime;
import dev.bouncer.e2e.clients.ScriptedClient;

/** Clients of other projects, and what each of them makes of being closed and refused. */
@SuppressWarnings("ImmutableEnumChecker")
enum Visitor {
    WS(Server.WS, ClientRuntime.NODE, "ws-client.mjs", "ws-behaviour.mjs", "", blocked(), blocked()), SOCKET_IO(
            Server.SOCKET_IO, ClientRuntime.NODE, "socketio-client.mjs", "socketio-behaviour.mjs", "",
            new Told(4403, "transport close"), new Told(403, "xhr poll error")), SOCKET_IO_BY_WEBSOCKET(
                    Server.SOCKET_IO, ClientRuntime.NODE, "socketio-client.mjs", "socketio-behaviour.mjs",
                    "websocket", new Told(4403, "transport close"),
                    new Told(0, "timeout")), GRAPHQL_WS(Server.GRAPHQL_WS, ClientRuntime.NODE, "graphql-client.mjs",
                            "graphql-behaviour.mjs", "", blocked(),
                            blocked()), Y_WEBSOCKET(Server.Y_WEBSOCKET, ClientRuntime.NODE, "yjs-client.mjs",
                                    "yjs-behaviour.mjs", "", blocked(),
                                    blocked()), WEBSOCKETS(Server.WEBSOCKETS, ClientRuntime.PYTHON,
                                            "websockets_client.py", "websockets_behaviour.py", "/live/",
                                            blocked(), blocked()), STARLETTE(Server.STARLETTE, ClientRuntime.PYTHON,
                                                    "websockets_client.py", "websockets_behaviour.py", "/app/rooms/",
                                                    blocked(), blocked()), STARLETTE_EVENTS(Server.STARLETTE,
                                                            ClientRuntime.PYTHON, "sse_client.py", "http_behaviour.py",
                                                            "",
                                                            new Told(0, "IncompleteRead"),
                                                            new Told(403, Visitor.MESSAGE));

    /** What blocked users are told. */
    static final String MESSAGE = "You are blocked for spam.";
    private static final int PATIENCE_SECONDS = 20;

    private final Server server;
    private final ClientRuntime runtime;
    private final String script;
    private final String behaviour;
    private final String variant;
    private final Told closed;
    private final Told refused;

    Visitor(Server server, ClientRuntime runtime, String script, String behaviour, String variant, Told closed,
            Told refused) {
        this.server = server;
        this.runtime = runtime;
        this.script = script;
        this.behaviour = behaviour;
        this.variant = variant;
        this.closed = closed;
        this.refused = refused;
    }

    private static Told blocked() {
        return new Told(4403, MESSAGE);
    }

    Server server() {
        return server;
    }

    /** What the library tells when its connection is closed by a block. */
    Told closed() {
        return closed;
    }

    /** What the library tells when it comes back while the block is in force. */
    Told refused() {
        return refused;
    }

    /** Whether the library comes back by itself, however often it is refused. */
    boolean comesBackByItself() {
        return server == Server.SOCKET_IO || server == Server.Y_WEBSOCKET;
    }

    /** Comes with a token that names the user. */
    ScriptedClient withToken(String address, String user) {
        return come(address, Map.of("token", Fleet.token(user)));
    }

    /** Comes as somebody who is known to the server alone. By long polls it says so only at the end of each. */
    ScriptedClient asKnownToServer(String address, String user) {
        if (this == SOCKET_IO_BY_POLLING) return withToken(address, user);
        return come(address, Map.of("user", user));
    }

    private ScriptedClient come(String address, Map<String, String> as) {
        Map<String, String> options = new HashMap<>(as);
        options.put("url", "ws://" + address);
        if (!variant.isEmpty()) options.put("variant", variant);
        return ScriptedClient.open(runtime, script, options);
    }

    /** All that two clients with tokens see who do all that the server is for. */
    String behaviour(String first, String second) {
        try {
            Process process = runtime.command(behaviour, "ws://" + first, "ws://" + second, Fleet.token("visitor"),
                    variant).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(behaviour + " did not end");
            }
            String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) throw new AssertionError(behaviour + " failed, see standard error; " + seen);
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
