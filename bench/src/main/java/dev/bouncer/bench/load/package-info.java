/**
 * The clients, in a process of their own: they send at the times they were to, whatever comes back. From outside:
 * {@link dev.bouncer.bench.load.LoadGenerator}.
 */
@NullMarked
package dev.bouncer.bench.load;

import org.jspecify.annotations.NullMarked;
