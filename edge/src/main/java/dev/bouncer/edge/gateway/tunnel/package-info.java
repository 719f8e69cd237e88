/**
 * Two connections made one: bytes pass from each to the other, frame by frame followed, until somebody is told to go.
 * From outside: {@link dev.bouncer.edge.gateway.tunnel.Tunnel}.
 */
@NullMarked
package dev.bouncer.edge.gateway.tunnel;

import org.jspecify.annotations.NullMarked;
