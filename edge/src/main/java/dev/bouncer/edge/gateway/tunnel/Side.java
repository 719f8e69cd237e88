package dev.bouncer.edge.gateway.tunnel;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One of the two connections of a tunnel, as Jetty knows it. */
final class Side extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    private final Pump from;
    private final Runnable opened;
    private final Runnable closed;

    /** @param from reads from it */
    Side(EndPoint endPoint, Executor executor, Pump from, Runnable opened, Runnable closed) {
        super(endPoint, executor);
        this.from = from;
        this.opened = opened;
        this.closed = closed;
    }

    @Override
    public void onUpgradeTo(ByteBuffer early) {
        from.preload(early);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Silence is no reason to go, for a WebSocket.
        getEndPoint().setIdleTimeout(0);
        opened.run();
    }

    @Override
    public void onFillable() {
        from.iterate();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        closed.run();
    }
}
