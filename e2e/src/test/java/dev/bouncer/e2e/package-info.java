/**
 * The whole of Bouncer on a real broker, with real sockets and real processes. Nothing here is shipped.
 */
@NullMarked
package dev.bouncer.e2e;

import org.jspecify.annotations.NullMarked;
