package dev.bouncer.edge.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Farewells;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A client's request that is no WebSocket, and ends with its answer: there are no words for that but the status, as long
 * as none was sent. Thread-safe.
 */
final class RequestEnd implements Connection, Farewells {
    private static final Farewell NO_WORDS = new Farewell(List.of(), new CloseFrame(1000, ""));

    private final CompletableFuture<CloseReason> told = new CompletableFuture<>();
    private final Asking asking = new Asking();
    private @Nullable CloseReason reason;
    private boolean streaming;

    /** Why it is told to go: whoever finds its session closed may be faster than the words. */
    CompletableFuture<CloseReason> reason() {
        return told;
    }

    /** What the upstream is asked for it. */
    Asking asking() {
        return asking;
    }

    /** Its answer is one that goes on and on. */
    synchronized void streaming() {
        streaming = true;
    }

    // Whoever goes away lets short answers be finished.
    @Override
    public synchronized boolean spares(CloseReason why) {
        return why instanceof CloseReason.GoingAway && asking.hasBegun() && !streaming;
    }

    @Override
    public Farewell farewell(CloseReason why) {
        synchronized (this) {
            reason = why;
        }
        return NO_WORDS;
    }

    @Override
    public void close(CloseFrame frame) {
        CloseReason why;
        synchronized (this) {
            why = reason;
        }
        if (why != null) told.complete(why);
        asking.end();
    }

    @Override
    public void drop() {
        close(NO_WORDS.close());
    }

    @Override
    public void send(String text) {
        throw new UnsupportedOperationException("no WebSocket");
    }

    @Override
    public void send(byte[] bytes) {
        throw new UnsupportedOperationException("no WebSocket");
    }

    @Override
    public void ping() {
        // There is no such thing.
    }
}
