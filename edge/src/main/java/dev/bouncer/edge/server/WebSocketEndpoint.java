package dev.bouncer.edge.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: what Jetty reports, told to the conversation. Public since Jetty calls public methods of public classes
 * only. Frames are asked for one at a time, not delivered unasked: that is how a client is made to wait.
 */
public final class WebSocketEndpoint implements Session.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketEndpoint.class);

    // Knows the request, with the token in it: let go once the conversation has begun.
    private @Nullable Function<Connection, Conversation> protocol;
    private final Executor executor;
    private final Timers timers;
    private final Duration pingInterval;
    private final BooleanSupplier mayServe;
    // Set before anything else is called.
    private @Nullable JettyConnection connection;
    private @Nullable Conversation conversation;

    WebSocketEndpoint(Function<Connection, Conversation> protocol, Executor executor,
            Timers timers, Duration pingInterval, BooleanSupplier mayServe) {
        this.protocol = protocol;
        this.executor = executor;
        this.timers = timers;
        this.pingInterval = pingInterval;
        this.mayServe = mayServe;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        Function<Connection, Conversation> begin = Objects.requireNonNull(protocol);
        protocol = null;
        JettyConnection opened = new JettyConnection(session, timers, pingInterval);
        connection = opened;
        Conversation begun = begin.apply(opened);
        conversation = begun;
        aside(opened, begun::opened);
    }

    // Finding out who a client is may take a while, which is not Jetty's threads to wait for. The next frame does.
    private void aside(JettyConnection open, Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(e);
                open.drop();
            }
            open.readOn();
        });
    }

    @Override
    public void onWebSocketText(String text) {
        Conversation begun = conversation;
        if (connection == null || begun == null) return;
        connection.heard();
        hear(connection, begun.mayBlockOn(text), () -> begun.received(text));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        // Jetty takes its buffer back.
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        callback.succeed();
        Conversation begun = conversation;
        if (connection == null || begun == null) return;
        connection.heard();
        hear(connection, begun.mayBlockOn(bytes), () -> begun.received(bytes));
    }

    private void hear(JettyConnection open, boolean mayBlock, Runnable frame) {
        // Nothing is answered, and nothing more read: the session is about to be closed.
        if (!mayServe.getAsBoolean()) return;
        if (mayBlock) {
            aside(open, frame);
        } else {
            frame.run();
            open.readOn();
        }
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        if (connection == null || conversation == null) return;
        connection.heard();
        conversation.answered();
        connection.readOn();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // A broken connection or a frame against the rules: the client's affair, and Jetty closes it.
        LOG.atDebug().addKeyValue("error", cause.getClass().getSimpleName()).log("connection failed");
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
        try {
            if (connection != null) connection.gone();
            if (conversation != null) conversation.gone();
        } catch (RuntimeException e) {
            failed(e);
        }
        callback.succeed();
    }

    private static void failed(RuntimeException e) {
        LOG.atError().setCause(e).log("a conversation failed");
    }
}
