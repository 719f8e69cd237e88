/** How long it takes from a command to the close frame, next to what its parts take without Bouncer. */
@NullMarked
package dev.bouncer.bench.kick;

import org.jspecify.annotations.NullMarked;
