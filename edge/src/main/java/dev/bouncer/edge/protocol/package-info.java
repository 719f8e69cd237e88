/**
 * What lies between a protocol and the connections it is spoken on: upgrades come in, conversations are held, sessions
 * end with a farewell. Each protocol is a folder of its own below this one, and knows its frames and codes alone.
 */
@NullMarked
package dev.bouncer.edge.protocol;

import org.jspecify.annotations.NullMarked;
