/**
 * Measures Bouncer as a whole, next to what it is compared with in the same run. It starts everything it measures.
 */
@NullMarked
package dev.bouncer.bench;

import org.jspecify.annotations.NullMarked;
