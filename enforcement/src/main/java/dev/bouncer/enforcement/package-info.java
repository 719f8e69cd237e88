/**
 * An edge without sockets: the blocklist as it is now, the tail of the commands, and the sessions they close; of protocols it
 * knows how they may end a WebSocket, and no more. From outside: {@link dev.bouncer.enforcement.Enforcement}, and what it hands
 * out; for those who have WebSockets already {@link dev.bouncer.enforcement.embedded.EmbeddedEdge}.
 */
@NullMarked
package dev.bouncer.enforcement;

import org.jspecify.annotations.NullMarked;
