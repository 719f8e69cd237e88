package dev.bouncer.edge.gateway.tunnel;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.session.Timers;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tunnels.
 *
 * @param pool      where chunks come from
 * @param executor  what Jetty runs on
 * @param keepAlive after how long without a word either side of a tunnel is asked, by TCP, whether it is there
 * @param patience  how long either side may take for a chunk of what it is sent
 * @param mayServe  whether anything may be passed on now; what is read meanwhile waits for its tunnel to be closed
 */
public record Tunnels(ByteBufferPool pool, Executor executor, Timers timers, Duration keepAlive, Duration patience,
        BooleanSupplier mayServe) {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnels.class);
    private static final int UNANSWERED = 3;

    /**
     * Joins a client's connection and the upstream's: they have shaken hands, and neither has been read from since. Nothing
     * passes before both are opened.
     *
     * @param extended whether the two have agreed on an extension
     */
    public Tunnel join(EndPoint client, EndPoint upstream, boolean extended, TunnelRules rules,
            TunnelListener listener) {
        Tunnel tunnel = new Tunnel(client, upstream, this, extended, rules, listener);
        for (EndPoint end : new EndPoint[]{client, upstream}) {
            keepAlive(end);
        }
        return tunnel;
    }

    /** What a client's connection is handed to that has shaken hands, only to be told to go. */
    public Connection goodbye(EndPoint client, Farewell farewell) {
        return new Goodbye(client, executor, farewell, timers);
    }

    // Pings of our own would be frames that nobody sent. Linux has these options; elsewhere the system's times count.
    private void keepAlive(EndPoint end) {
        SocketChannel channel = Sockets.under(end);
        if (channel == null) return;
        int seconds = Math.clamp(keepAlive.toSeconds(), 1, 32767);
        try {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (!channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) return;
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, seconds / UNANSWERED));
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, UNANSWERED);
        } catch (IOException e) {
            // Closed already: whoever reads from it next finds out.
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("a connection without keep-alive");
        }
    }
}
