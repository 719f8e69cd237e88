/**
 * An edge without sockets: the blocklist as it is now, the tail of the commands, and the sessions they close; it knows
 * nothing of HTTP or any protocol. From outside: {@link dev.bouncer.enforcement.Enforcement}, and what it hands out.
 */
@NullMarked
package dev.bouncer.enforcement;

import org.jspecify.annotations.NullMarked;
