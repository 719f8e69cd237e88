/** How fast many commands at once get onto the log and are enforced, next to a bare producer of the same records. */
@NullMarked
package dev.bouncer.bench.batch;

import org.jspecify.annotations.NullMarked;
