/**
 * Pusher's protocol, versions 5 to 7, for clients of Pusher Channels as they are: it tells who they are and keeps the
 * connection, but carries no messages of channels. From outside: {@link dev.bouncer.edge.protocol.pusher.PusherProtocol}.
 */
@NullMarked
package dev.bouncer.edge.protocol.pusher;

import org.jspecify.annotations.NullMarked;
