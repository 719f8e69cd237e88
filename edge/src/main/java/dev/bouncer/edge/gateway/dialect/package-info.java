/**
 * What is spoken on a route, as far as the gateway must know it: how a client says who it is, and how it is told to go.
 * Each protocol is one small class. From outside: {@link dev.bouncer.edge.gateway.dialect.Dialects}, and
 * {@link dev.bouncer.edge.gateway.dialect.Hearing}, which has one listen to a tunnel.
 */
@NullMarked
package dev.bouncer.edge.gateway.dialect;

import org.jspecify.annotations.NullMarked;
