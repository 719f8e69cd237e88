/**
 * The meters that every process has, whatever it does. From outside: {@link dev.bouncer.config.metrics.ProcessMeters}.
 */
@NullMarked
package dev.bouncer.config.metrics;

import org.jspecify.annotations.NullMarked;
