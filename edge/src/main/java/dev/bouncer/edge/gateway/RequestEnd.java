package dev.bouncer.edge.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Farewells;
import dev.bouncer.enforcement.CloseReason;
import org.eclipse.jetty.io.QuietException;
import org.jspecify.annotations.Nullable;

/**
 * A client's request that is no WebSocket, and ends with its answer: there are no words for that but the status, as long
 * as none was sent. Thread-safe.
 */
final class RequestEnd implements Connection, Farewells {
    /** Why a request is not answered to its end. */
    static final class Ended extends Exception implements QuietException {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the client was told to go", null, false, false);
        }
    }

    private static final Farewell NO_WORDS = new Farewell(List.of(), new CloseFrame(1000, ""));

    private final CompletableFuture<CloseReason> told = new CompletableFuture<>();
    private @Nullable CloseReason reason;
    private boolean streaming;
    private org.eclipse.jetty.client.@Nullable Request asking;

    /** Why it is told to go: whoever finds its session closed may be faster than the words. */
    CompletableFuture<CloseReason> reason() {
        return told;
    }

    /** The upstream is being asked, in this request. */
    void asking(org.eclipse.jetty.client.Request upstream) {
        boolean over;
        synchronized (this) {
            asking = upstream;
            over = reason != null;
        }
        if (over) abort(upstream);
    }

    /** Its answer is one that goes on and on. */
    synchronized void streaming() {
        streaming = true;
    }

    // Whoever goes away lets short answers be finished.
    @Override
    public synchronized boolean spares(CloseReason why) {
        return why instanceof CloseReason.GoingAway && asking != null && !streaming;
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
        org.eclipse.jetty.client.Request upstream;
        synchronized (this) {
            why = reason;
            upstream = asking;
        }
        if (why != null) told.complete(why);
        if (upstream != null) abort(upstream);
    }

    static void abort(org.eclipse.jetty.client.Request upstream) {
        var _ = upstream.abort(new Ended());
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
