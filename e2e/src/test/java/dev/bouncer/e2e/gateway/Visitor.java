package dev.bouncer.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.clients.ClientEvent.Told;
import dev.bouncer.e2e.clients.ScriptedClient;

/** Clients of other projects, and what each of them makes of being closed and refused. */
@SuppressWarnings("ImmutableEnumChecker")
enum Visitor {
    /** Offers its token as a subprotocol. */
    WS(Server.WS, "ws", "", blocked(), blocked()),
    /** Begins with long-polling and goes on with a WebSocket. */
    SOCKET_IO(Server.SOCKET_IO, "socketio", "", new Told(4403, "transport close"), new Told(403, "xhr poll error")),
    /** Is not told why it is refused: its library takes a close frame that comes first for no answer at all. */
    SOCKET_IO_BY_WEBSOCKET(Server.SOCKET_IO, "socketio", "websocket", new Told(4403, "transport close"),
            new Told(0, "timeout")),
    /** As where WebSockets do not get through. */
    SOCKET_IO_BY_POLLING(Server.SOCKET_IO, "socketio", "polling", new Told(403, "transport error"),
            new Told(403, "xhr poll error")),
    /** Subscribes, asks and says. */
    GRAPHQL_WS(Server.GRAPHQL_WS, "graphql", "", blocked(), blocked()),
    /** Shares a document. */
    Y_WEBSOCKET(Server.Y_WEBSOCKET, "yjs", "", blocked(), blocked()),
    /** Brings its token in a header. */
    WEBSOCKETS(Server.WEBSOCKETS, "websockets", "/live/", blocked(), blocked()),
    /** The same, with another server. */
    STARLETTE(Server.STARLETTE, "websockets", "/app/rooms/", blocked(), blocked()),
    /** Listens to server-sent events, and asks for other things. */
    STARLETTE_EVENTS(Server.STARLETTE, "http", "", new Told(0, "IncompleteRead"), new Told(403, Visitor.MESSAGE));

    /** What blocked users are told. */
    static final String MESSAGE = "You are blocked for spam.";
    private static final int PATIENCE_SECONDS = 60;

    private final Server server;
    private final String name;
    private final String variant;
    private final Told closed;
    private final Told refused;

    /**
     * @param name    begins the names of its programs
     * @param variant what else they are told
     */
    Visitor(Server server, String name, String variant, Told closed, Told refused) {
        this.server = server;
        this.name = name;
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

    /** Says who it is in its protocol, by a token that its server does not look at. */
    ScriptedClient withTokenInProtocol(String address, String user, String how) {
        return come(address, Map.of("token", Fleet.token(user), "user", user), how);
    }

    private ScriptedClient come(String address, Map<String, String> as) {
        return come(address, as, variant);
    }

    private ScriptedClient come(String address, Map<String, String> as, String how) {
        Map<String, String> options = new HashMap<>(as);
        options.put("url", "ws://" + address);
        if (!how.isEmpty()) options.put("variant", how);
        return ScriptedClient.open(server.runtime(), server.program(name, "client"), options);
    }

    /** All that two clients with tokens see who do all that the server is for. */
    String behaviour(String first, String second) {
        try {
            Process process = server.runtime()
                    .command(server.program(name, "behaviour"), "ws://" + first, "ws://" + second,
                            Fleet.token("visitor"),
                            variant)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(this + " did not end");
            }
            String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) throw new AssertionError(this + " failed, see standard error; " + seen);
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
