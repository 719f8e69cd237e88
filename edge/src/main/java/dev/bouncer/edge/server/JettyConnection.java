package dev.bouncer.edge.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.gateway.tunnel.Sockets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A connection on Jetty's asynchronous API. It pings the client, and drops one that leaves two pings unanswered; it reads
 * on only when what it sent has left. Thread-safe.
 */
final class JettyConnection implements Connection {
    static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
    private static final int MAX_UNANSWERED = 2;

    private final Session session;
    private final Timers timers;
    private int unsent;
    private int unanswered;
    private boolean wantsToRead;
    private boolean closing;
    // Pings while the connection is open, the end of patience once it is closing.
    private Timers.@Nullable Timer timer;

    JettyConnection(Session session, Timers timers, Duration pingInterval) {
        this.session = session;
        this.timers = timers;
        this.timer = timers.every(pingInterval, this::check);
    }

    @Override
    public void send(String text) {
        send(callback -> session.sendText(text, callback));
    }

    @Override
    public void send(byte[] bytes) {
        send(callback -> session.sendBinary(ByteBuffer.wrap(bytes), callback));
    }

    private void send(Consumer<Callback> frame) {
        synchronized (this) {
            unsent++;
        }
        try {
            frame.accept(Callback.from(this::sent, _ -> drop()));
        } catch (RuntimeException e) {
            drop();
        }
    }

    @Override
    public void close(CloseFrame frame) {
        synchronized (this) {
            if (closing) return;
            closing = true;
            replaceTimer(timers.after(CLOSE_GRACE, this::drop));
        }
        try {
            session.close(frame.code(), frame.reason(), Callback.from(() -> {}, _ -> drop()));
        } catch (RuntimeException e) {
            drop();
        }
    }

    /** One packet for all of it: where a user has thousands of sessions, half the system calls. */
    @Override
    public void close(Farewell last) {
        if (session instanceof WebSocketSession own) {
            last.messages().forEach(message -> sendWithNext(own.getCoreSession(), frame(message)));
        } else {
            last.messages().forEach(this::send);
        }
        close(last.close());
    }

    private static Frame frame(Farewell.Message message) {
        return switch (message) {
            case Farewell.Text(String text) -> new Frame(OpCode.TEXT, text);
            case Farewell.Binary(byte[] bytes) -> new Frame(OpCode.BINARY, ByteBuffer.wrap(bytes));
        };
    }

    // Jetty holds back a frame of a batch until it has one that is not of it.
    private void sendWithNext(CoreSession core, Frame frame) {
        synchronized (this) {
            unsent++;
        }
        try {
            core.sendFrame(frame,
                    org.eclipse.jetty.util.Callback.from(this::sent, _ -> drop()), true);
        } catch (RuntimeException e) {
            drop();
        }
    }

    @Override
    public void ping() {
        try {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        } catch (RuntimeException e) {
            drop();
        }
    }

    @Override
    public void drop() {
        if (isStuck() && session instanceof WebSocketSession own
                && own.getCoreSession() instanceof WebSocketCoreSession core)
            reset(core.getConnection().getEndPoint());
        session.disconnect();
    }

    private synchronized boolean isStuck() {
        return unsent > 0;
    }

    // Closing is not enough: the kernel would go on offering what a client that does not read has not taken, for a minute and
    // more, and the client would not learn that it is alone.
    private static void reset(EndPoint endPoint) {
        SocketChannel channel = Sockets.under(endPoint);
        if (channel == null) return;
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            // It is closed already.
        }
    }

    /** Asks for the next frame: at once, or when everything sent so far has left. */
    void readOn() {
        synchronized (this) {
            wantsToRead = unsent > 0;
            if (wantsToRead) return;
        }
        demand();
    }

    /** The client is alive. */
    synchronized void heard() {
        unanswered = 0;
    }

    /** The connection is gone. */
    synchronized void gone() {
        closing = true;
        replaceTimer(null);
    }

    private void sent() {
        synchronized (this) {
            unsent--;
            if (!wantsToRead || unsent > 0) return;
            wantsToRead = false;
        }
        demand();
    }

    private void demand() {
        try {
            session.demand();
        } catch (RuntimeException e) {
            drop();
        }
    }

    private void check() {
        boolean answering;
        synchronized (this) {
            if (closing) return;
            unanswered++;
            answering = unanswered <= MAX_UNANSWERED;
        }
        if (answering) {
            ping();
        } else {
            drop();
        }
    }

    private void replaceTimer(Timers.@Nullable Timer next) {
        if (timer != null) timer.cancel();
        timer = next;
    }
}
