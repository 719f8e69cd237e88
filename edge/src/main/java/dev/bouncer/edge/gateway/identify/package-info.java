/**
 * Who is on a connection: what a client's request, the application behind it and the upstream say. From outside:
 * {@link dev.bouncer.edge.gateway.identify.Identification}.
 */
@NullMarked
package dev.bouncer.edge.gateway.identify;

import org.jspecify.annotations.NullMarked;
