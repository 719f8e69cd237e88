/**
 * The scenario {@code start}: how long processes take until they are ready, and what that costs. With the AOT cache that
 * {@code ./bouncer} makes, and without.
 */
@NullMarked
package dev.bouncer.bench.start;

import org.jspecify.annotations.NullMarked;
