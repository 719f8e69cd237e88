package dev.bouncer.edge.gateway.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;

import dev.bouncer.edge.gateway.frames.FrameLimits;
import dev.bouncer.edge.gateway.frames.FrameScanner;
import dev.bouncer.edge.gateway.frames.Frames;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A client's WebSocket that was opened only to say why it is closed: a browser tells a page no more of a handshake that
 * was refused than that it was.
 */
final class Goodbye extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int BUFFER = 1024;

    private final Farewell farewell;
    private final Timers timers;
    private final FrameScanner scanner = new FrameScanner(true, true, FrameLimits.NONE);
    // A header of which the rest is to come stays in it.
    private ByteBuffer bytes = BufferUtil.allocate(BUFFER);
    private Timers.@Nullable Timer deadline;

    Goodbye(EndPoint endPoint, Executor executor, Farewell farewell, Timers timers) {
        super(endPoint, executor);
        this.farewell = farewell;
        this.timers = timers;
    }

    /** What came together with the handshake. */
    @Override
    public void onUpgradeTo(ByteBuffer early) {
        bytes = BufferUtil.allocate(BUFFER + early.remaining());
        BufferUtil.append(bytes, early);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        deadline = timers.after(GRACE, this::close);
        ByteBuffer[] frames = new ByteBuffer[farewell.messages().size() + 1];
        for (int i = 0; i < farewell.messages().size(); i++) {
            frames[i] = switch (farewell.messages().get(i)) {
                case Farewell.Text(String text) -> Frames.text(text, false);
                case Farewell.Binary(byte[] binary) -> Frames.binary(binary, false);
            };
        }
        frames[frames.length - 1] = Frames.close(farewell.close(), false);
        getEndPoint().write(Callback.from((Runnable) this::onFillable, _ -> close()), frames);
    }

    @Override
    public void onFillable() {
        try {
            int filled;
            do {
                boolean malformed = scanner.scan(bytes, false) != null;
                if (malformed || scanner.isClosed()) {
                    close();
                    return;
                }
                BufferUtil.compact(bytes);
                filled = getEndPoint().fill(bytes);
            } while (filled > 0);
            if (filled < 0) {
                close();
            } else {
                fillInterested();
            }
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        if (deadline != null) deadline.cancel();
        super.onClose(cause);
    }
}
