package dev.bouncer.edge.gateway.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Times;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Socket.IO's protocol 5 over Engine.IO's 4: a client says who it is in the {@code auth} of its CONNECT, once for each
 * namespace. It comes back by itself whenever the connection breaks, but not once the server has disconnected it, or
 * has refused its CONNECT.
 */
final class SocketIoDialect implements Dialect {
    // Engine.IO: 0 open, 4 message. Socket.IO within it: 0 CONNECT, 1 DISCONNECT, 4 CONNECT_ERROR.
    private static final String CONNECT = "40";
    private static final String DISCONNECT = "41";
    private static final String CONNECT_ERROR = "44";
    private static final String MAIN = "/";
    private static final int MOST_NAMESPACES = 32;
    // What a server says first: a client asks for nothing before it has heard it.
    private static final String OPEN = "0{\"sid\":\"bouncer\",\"upgrades\":[],\"pingInterval\":25000,"
            + "\"pingTimeout\":20000,\"maxPayload\":1000000}";

    private final Speaker speaker;
    private final Set<String> connected = new LinkedHashSet<>();
    // In their order: many may have come before the first is answered.
    private final Queue<String> asking = new ArrayDeque<>(1);

    /** @param established whether its client has been connected before, by other means than a WebSocket */
    SocketIoDialect(Speaker speaker, boolean established) {
        this.speaker = speaker;
        if (established) connected.add(MAIN);
    }

    @Override
    public @Nullable Claim fromClient(Message message) {
        if (!message.text() || !message.beginsWith(CONNECT)) return null;
        String packet = message.string().substring(CONNECT.length());
        String namespace = namespace(packet);
        String token = token(packet);
        synchronized (this) {
            if (token == null) {
                connect(namespace);
                return null;
            }
            asking.add(namespace);
        }
        return new Claim(() -> speaker.verify().apply(token), false);
    }

    // /admin,{"token":"..."} or {"token":"..."} alone
    private static String namespace(String packet) {
        int end = packet.indexOf(',');
        return packet.startsWith(MAIN) && end > 0 ? packet.substring(0, end) : MAIN;
    }

    /** The token in what follows the type of a CONNECT; null: there is none. */
    static @Nullable String token(String packet) {
        String auth = packet.substring(packet.startsWith(MAIN) ? packet.indexOf(',') + 1 : 0);
        if (auth.isEmpty()) return null;
        try {
            return TokenFields.find(JsonObject.parse(auth.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The server behind hears of the CONNECT. */
    @Override
    public synchronized void accepted() {
        String namespace = asking.poll();
        if (namespace != null) connect(namespace);
    }

    private void connect(String namespace) {
        if (connected.size() < MOST_NAMESPACES) connected.add(namespace);
    }

    @Override
    public boolean hasHeardClient() {
        return false;
    }

    @Override
    public Farewell farewell(CloseReason reason) {
        if (comesBack(reason)) return new Farewell(List.of(), CloseFrame.telling(reason));
        List<String> messages = new ArrayList<>();
        synchronized (this) {
            asking.forEach(namespace -> messages.add(CONNECT_ERROR + prefix(namespace) + error(reason)));
            connected.forEach(namespace -> messages.add(DISCONNECT + prefix(namespace)));
        }
        return Farewell.ofTexts(messages, CloseFrame.telling(reason));
    }

    @Override
    public Farewell refusal(CloseReason reason) {
        return comesBack(reason)
                ? new Farewell(List.of(), CloseFrame.telling(reason))
                : Farewell.ofTexts(List.of(OPEN, CONNECT_ERROR + error(reason)), CloseFrame.telling(reason));
    }

    private static String prefix(String namespace) {
        return namespace.equals(MAIN) ? "" : namespace + ',';
    }

    private static boolean comesBack(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Terminated _,CloseReason.Unavailable _,CloseReason.GoingAway _ -> true;
            case CloseReason.Blocked _,CloseReason.Invalidated _,CloseReason.Unauthenticated _,CloseReason.TooManyConnections _,CloseReason.OriginNotAllowed _ ->
                false;
        };
    }

    // In the form that socket.io's own middlewares give their errors.
    private static String error(CloseReason reason) {
        CloseFrame close = CloseFrame.telling(reason);
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("message", close.reason());
        ObjectNode data = error.putObject("data").put("code", close.code());
        if (reason instanceof CloseReason.Blocked(BlockEntry block) && block.expiresAt() != null)
            data.put("until", Times.format(block.expiresAt()));
        return error.toString();
    }
}
