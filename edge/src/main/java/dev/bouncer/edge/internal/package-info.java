/**
 * What the other processes of the fleet ask this node, on a port of its own that clients have no way to.
 * {@link dev.bouncer.edge.internal.SessionsPort} is the way in.
 */
@NullMarked
package dev.bouncer.edge.internal;

import org.jspecify.annotations.NullMarked;
