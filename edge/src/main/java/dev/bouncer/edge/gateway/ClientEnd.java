package dev.bouncer.edge.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
    private static final CloseFrame NO_WORDS = new CloseFrame(1011, "");

    private final List<Farewell.Message> messages = new ArrayList<>(0);
    private final CompletableFuture<Farewell> farewell = new CompletableFuture<>();
    private final Asking asking = new Asking();
    private @Nullable Farewell words;
    private @Nullable Tunnel tunnel;

    /** From here on the tunnel is told; false: it was told to go before, and is not to be opened. */
    synchronized boolean attach(Tunnel opened) {
        if (words != null) return false;
        messages.forEach(opened::send);
        tunnel = opened;
        asking.finish();
        return true;
    }

    /** What the upstream is asked for it. */
    Asking asking() {
        return asking;
    }

    /**
     * How it is to be turned away: whoever finds its session closed may be faster than the words. Completed by whoever
     * says them; never, if there is a tunnel.
     */
    CompletableFuture<Farewell> farewell() {
        return farewell;
    }

    private synchronized @Nullable Tunnel tunnel() {
        return tunnel;
    }

    @Override
    public void send(String text) {
        send(new Farewell.Text(text));
    }

    @Override
    public void send(byte[] bytes) {
        send(new Farewell.Binary(bytes));
    }

    @Override
    public void send(Farewell.Message message) {
        Tunnel open = tunnel();
        if (open != null) {
            open.send(message);
        } else {
            synchronized (this) {
                messages.add(message);
            }
        }
    }

    @Override
    public void close(CloseFrame frame) {
        Tunnel open;
        synchronized (this) {
            open = tunnel;
            if (open == null && words == null) words = new Farewell(messages, frame);
        }
        if (open != null) {
            open.close(frame);
            return;
        }
        asking.end();
        farewell.complete(words);
    }

    @Override
    public void ping() {
        // Nobody waits for an answer here.
    }

    @Override
    public void drop() {
        Tunnel open = tunnel();
        if (open != null) {
            open.drop();
        } else {
            close(NO_WORDS);
        }
    }
}
