/**
 * What this node counts, and how Prometheus reads it. From outside: {@link dev.bouncer.edge.metrics.EdgeMetrics}.
 */
@NullMarked
package dev.bouncer.edge.metrics;

import org.jspecify.annotations.NullMarked;
