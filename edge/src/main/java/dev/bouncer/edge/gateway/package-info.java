/**
 * The edge in front of a server of somebody else's: a request is identified, its session registered and asked for, then
 * passed through, and ended when that is commanded. From outside: {@link dev.bouncer.edge.gateway.Gateway}.
 */
@NullMarked
package dev.bouncer.edge.gateway;

import org.jspecify.annotations.NullMarked;
