/**
 * The HTTP server: WebSocket connections for the protocols, and the few plain routes an edge has. From outside:
 * {@link dev.bouncer.edge.server.EdgeServer}.
 */
@NullMarked
package dev.bouncer.edge.server;

import org.jspecify.annotations.NullMarked;
