/**
 * The scenario {@code gateway}: an edge in front of a WebSocket server, next to nginx and HAProxy.
 */
@NullMarked
package dev.bouncer.bench.gateway;

import org.jspecify.annotations.NullMarked;
