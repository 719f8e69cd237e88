/** Bouncer's processes on one broker, each a process of its own, as scenarios measure them. */
@NullMarked
package dev.bouncer.bench.fleet;

import org.jspecify.annotations.NullMarked;
