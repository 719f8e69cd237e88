package dev.bouncer.edge.gateway.tunnel;

import java.nio.channels.SocketChannel;

import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** The sockets that Jetty's connections are on. */
public final class Sockets {
    private Sockets() {}

    /** That of the connection, also where it is under TLS; null: it is on none. */
    public static @Nullable SocketChannel under(EndPoint endPoint) {
        Object transport = endPoint;
        // With TLS there is an end point under the end point.
        while (transport instanceof EndPoint end) {
            transport = end.getTransport();
        }
        return transport instanceof SocketChannel channel ? channel : null;
    }
}
