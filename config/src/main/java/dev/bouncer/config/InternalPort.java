package dev.bouncer.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.edge.internal}: where the other processes of the fleet ask an edge about its sessions. It listens there
 * only where {@code bouncer.internal.secret} is set.
 *
 * @param host       {@code host}: the address to listen on
 * @param port       {@code port}; 0: any free one, which the others learn from the edge's announcement
 * @param advertised {@code advertised}: where the others find that port, {@code host:port}; null: host and port as they are
 */
public record InternalPort(String host, int port, @Nullable String advertised) {
    /** For processes of one machine. */
    public static final InternalPort LOCAL = new InternalPort("127.0.0.1", 0, null);

    /** @throws IllegalArgumentException if a value is out of its range */
    public InternalPort {
        Ports.require("port", port);
        Ports.requireAddress("advertised", advertised);
    }
}
