package dev.bouncer.edge.gateway.tunnel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bouncer.edge.gateway.frames.FrameLimits;
import dev.bouncer.edge.gateway.frames.FrameScanner;
import dev.bouncer.edge.gateway.frames.Frames;
import dev.bouncer.edge.gateway.frames.PayloadListener;
import dev.bouncer.edge.gateway.frames.Violation;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection and the upstream's, joined: what either sends the other gets, byte for byte, until one of them
 * goes or the client is told to. Thread-safe; nothing here blocks.
 */
public final class Tunnel implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    /** How long a client that is told to go waits for the end of a frame that was on its way. */
    static final Duration FRAME_GRACE = Duration.ofSeconds(1);
    /** How long, after that, whoever was told to go has to answer. */
    static final Duration CLOSE_GRACE = Duration.ofSeconds(4);
    /** How long one side has to answer the other's close frame, or the end of its connection. */
    static final Duration GOODBYE = Duration.ofSeconds(30);

    private static final CloseFrame GOING_AWAY = new CloseFrame(1001, "");
    private static final CloseFrame BAD_UPSTREAM = new CloseFrame(1014, "bad-upstream");

    private final Timers timers;
    private final Turns turns;
    private final TunnelListener listener;
    private final AtomicBoolean left = new AtomicBoolean();
    private final FrameScanner fromClient;
    private final FrameScanner fromUpstream;
    private final End client;
    private final End upstream;
    private final Side clientSide;
    private final Side upstreamSide;
    private final List<ByteBuffer> farewell = new ArrayList<>(0);
    private boolean started;
    private boolean closing;
    private boolean dropped;
    private @Nullable Last lastToClient;
    private @Nullable Last lastToUpstream;
    private Timers.@Nullable Timer deadline;

    Tunnel(EndPoint clientEnd, EndPoint upstreamEnd, Tunnels parts, boolean extended, TunnelRules rules,
            TunnelListener listener) {
        this.timers = parts.timers();
        this.turns = new Turns(rules.rate(), System.nanoTime());
        this.listener = listener;
        this.fromClient = new FrameScanner(true, extended, rules.limits());
        this.fromUpstream = new FrameScanner(false, extended, FrameLimits.NONE);
        this.client = new End(clientEnd, true);
        this.upstream = new End(upstreamEnd, false);
        Pump up = new Pump(clientEnd, upstreamEnd, parts, fromClient, client);
        Pump down = new Pump(upstreamEnd, clientEnd, parts, fromUpstream, upstream);
        client.pump = up;
        upstream.pump = down;
        this.clientSide = new Side(clientEnd, parts.executor(), up, this::start, this::leave);
        this.upstreamSide = new Side(upstreamEnd, parts.executor(), down, () -> {}, () -> {});
    }

    /** What Jetty hands the client's connection to; opened last. */
    public org.eclipse.jetty.io.Connection clientSide() {
        return clientSide;
    }

    /** What Jetty hands the upstream's connection to. */
    public org.eclipse.jetty.io.Connection upstreamSide() {
        return upstreamSide;
    }

    /**
     * Has somebody hear what one of the two says. Before the client's connection is opened, or while hearing.
     *
     * @param heardBy null: nobody, any more
     */
    public void listen(@Nullable PayloadListener heardBy, boolean toClient) {
        (toClient ? fromClient : fromUpstream).listen(heardBy);
    }

    /** Keeps what the client is saying from the upstream, and what follows it, until {@link #release}. While hearing it. */
    public void hold() {
        client.pump.hold();
    }

    /** The upstream may have what was held. */
    public void release() {
        client.pump.release();
    }

    // Not before: until then the answer to the handshake is on its way on the same connection.
    private void start() {
        Last toClient;
        Last toUpstream;
        synchronized (this) {
            started = true;
            toClient = lastToClient;
            toUpstream = lastToUpstream;
        }
        if (toClient != null && toUpstream != null) {
            tell(toClient, toUpstream);
        } else {
            upstream.pump.iterate();
            client.pump.iterate();
        }
    }

    private void tell(Last toClient, Last toUpstream) {
        upstream.pump.finish(toClient);
        client.pump.finish(toUpstream);
    }

    /** Kept for {@link #close}, as the other is: in the midst of what the upstream says, nobody else can say anything. */
    @Override
    public synchronized void send(String text) {
        farewell.add(Frames.text(text, false));
    }

    @Override
    public synchronized void send(byte[] bytes) {
        farewell.add(Frames.binary(bytes, false));
    }

    @Override
    public void close(CloseFrame frame) {
        end(frame, GOING_AWAY);
    }

    @Override
    public void ping() {
        // Whether the client is there is asked by TCP.
    }

    @Override
    public void drop() {
        synchronized (this) {
            if (dropped) return;
            dropped = true;
            setDeadline(null);
        }
        client.endPoint.close();
        upstream.endPoint.close();
        leave();
        client.pump.abort(new EofException("closed"));
        upstream.pump.abort(new EofException("closed"));
    }

    private void leave() {
        if (left.compareAndSet(false, true)) listener.gone();
    }

    private void end(CloseFrame forClient, CloseFrame forUpstream) {
        Last toClient;
        Last toUpstream;
        synchronized (this) {
            if (closing) return;
            closing = true;
            toClient = new Last(List.copyOf(farewell), Frames.close(forClient, false));
            toUpstream = new Last(List.of(), Frames.close(forUpstream, true));
            lastToClient = toClient;
            lastToUpstream = toUpstream;
            setDeadline(timers.after(FRAME_GRACE, this::dropUntold));
            if (!started) return;
        }
        tell(toClient, toUpstream);
    }

    private void dropUntold() {
        synchronized (this) {
            if (client.told) {
                setDeadline(timers.after(CLOSE_GRACE, this::drop));
                return;
            }
        }
        drop();
    }

    // A side may go just as the tunnel is dropped, and must not leave a timer that nobody cancels.
    private synchronized void setDeadline(Timers.@Nullable Timer next) {
        if (deadline != null) deadline.cancel();
        if (dropped && next != null) next.cancel();
        deadline = dropped ? null : next;
    }

    /** One of the two, and what comes from it. */
    private final class End implements Pump.Listener {
        private final EndPoint endPoint;
        private final boolean isClient;
        @SuppressWarnings("NullAway.Init")
        private Pump pump;
        private boolean told;
        private boolean saidBye;
        private boolean ended;

        End(EndPoint endPoint, boolean isClient) {
            this.endPoint = endPoint;
            this.isClient = isClient;
        }

        private End other() {
            return isClient ? upstream : client;
        }

        @Override
        public boolean mayGoOn(long frames) {
            if (!isClient) return true;
            long wait = turns.take(frames, System.nanoTime());
            if (wait <= 0) return true;
            timers.after(Duration.ofNanos(wait), pump::iterate);
            return false;
        }

        @Override
        public void closeFramePassed() {
            synchronized (Tunnel.this) {
                saidBye = true;
                if (!closing && deadline == null) setDeadline(timers.after(GOODBYE, Tunnel.this::drop));
            }
            settle();
        }

        @Override
        public void sourceEnded() {
            boolean awaitingTheOther;
            synchronized (Tunnel.this) {
                ended = true;
                awaitingTheOther = !closing && !other().isSilent();
                if (awaitingTheOther && deadline == null) setDeadline(timers.after(GOODBYE, Tunnel.this::drop));
            }
            if (awaitingTheOther) {
                // What it has yet to say may be what the one that ended waits for.
                other().endPoint.shutdownOutput();
            } else {
                settle();
            }
        }

        @Override
        public void told() {
            synchronized (Tunnel.this) {
                other().told = true;
            }
            other().settle();
        }

        /** Closes the connection when there is nothing to wait for. */
        private void settle() {
            boolean over;
            boolean bothOver;
            synchronized (Tunnel.this) {
                if (closing) {
                    over = isOver();
                    bothOver = over && other().isOver();
                } else {
                    over = isSilent() && other().isSilent() && (ended || other().ended);
                    bothOver = over;
                }
            }
            if (bothOver) {
                drop();
            } else if (over) {
                endPoint.close();
            }
        }

        /** Whether nothing that counts will come from it. */
        private boolean isSilent() {
            return saidBye || ended;
        }

        private boolean isOver() {
            return told && isSilent();
        }

        @Override
        public void violated(Violation violation) {
            LOG.atDebug().addKeyValue("by", isClient ? "client" : "upstream").addKeyValue("why", violation.why())
                    .log("frames against the rules");
            listener.violated(isClient);
            CloseFrame close = new CloseFrame(violation.code(), violation.why());
            if (isClient) {
                end(close, GOING_AWAY);
            } else {
                end(BAD_UPSTREAM, close);
            }
        }

        @Override
        public void stuck() {
            LOG.atDebug().addKeyValue("who", isClient ? "upstream" : "client").log("takes nothing of what it is sent");
            listener.stuck(!isClient);
            drop();
        }

        @Override
        public void failed(Throwable cause) {
            boolean closedHere;
            synchronized (Tunnel.this) {
                closedHere = closing && isOver();
                // All that it said has been passed on, its close frame too: that is what the other was told.
                if (closedHere) other().told = true;
            }
            if (closedHere) {
                other().settle();
            } else {
                drop();
            }
        }
    }
}
