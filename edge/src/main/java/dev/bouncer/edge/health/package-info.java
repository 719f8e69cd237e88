/**
 * What load balancers and Prometheus ask this node. From outside: {@link dev.bouncer.edge.health.HealthRoutes}.
 */
@NullMarked
package dev.bouncer.edge.health;

import org.jspecify.annotations.NullMarked;
