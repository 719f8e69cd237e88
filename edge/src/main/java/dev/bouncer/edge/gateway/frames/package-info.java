/**
 * WebSocket frames as bytes (RFC 6455, section 5): followed as they pass by, and made where the gateway has something to
 * say itself. From outside: {@link dev.bouncer.edge.gateway.frames.FrameScanner} and
 * {@link dev.bouncer.edge.gateway.frames.Frames}.
 */
@NullMarked
package dev.bouncer.edge.gateway.frames;

import org.jspecify.annotations.NullMarked;
