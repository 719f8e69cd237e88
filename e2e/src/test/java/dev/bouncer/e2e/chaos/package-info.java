/**
 * Faults on a real cluster, under load, and a checker that knows what was promised. From outside:
 * {@link dev.bouncer.e2e.chaos.Chaos}, which {@code build/chaos} and {@link dev.bouncer.e2e.chaos.ChaosIT} run.
 */
@NullMarked
package dev.bouncer.e2e.chaos;

import org.jspecify.annotations.NullMarked;
