package dev.bouncer.edge.gateway;

import java.util.ArrayList;
import java.util.List;

import dev.bouncer.edge.gateway.tunnel.Tunnel;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import org.jspecify.annotations.Nullable;

/**
 * A client's WebSocket, from before there is one: what is said until then is kept for whoever answers the handshake.
 * Thread-safe.
 */
final class ClientEnd implements Connection {
    private final List<String> messages = new ArrayList<>(0);
    private @Nullable Farewell farewell;
    private @Nullable Tunnel tunnel;

    /** From here on the tunnel is told; false: it was told to go before, and is not to be opened. */
    synchronized boolean attach(Tunnel opened) {
        if (farewell != null) return false;
        tunnel = opened;
        return true;
    }

    /** How it is to be turned away; null: it is not. */
    synchronized @Nullable Farewell farewell() {
        return farewell;
    }

    private synchronized @Nullable Tunnel tunnel() {
        return tunnel;
    }

    @Override
    public void send(String text) {
        Tunnel open = tunnel();
        if (open != null) {
            open.send(text);
        } else {
            synchronized (this) {
                messages.add(text);
            }
        }
    }

    @Override
    public void send(byte[] bytes) {
        throw new UnsupportedOperationException("no protocol that is passed through says farewell in binary");
    }

    @Override
    public void close(CloseFrame frame) {
        Tunnel open;
        synchronized (this) {
            open = tunnel;
            if (open == null && farewell == null) farewell = new Farewell(messages, frame);
        }
        if (open != null) open.close(frame);
    }

    @Override
    public void ping() {
        // Nobody waits for an answer here.
    }

    @Override
    public void drop() {
        Tunnel open = tunnel();
        if (open != null) open.drop();
    }
}
