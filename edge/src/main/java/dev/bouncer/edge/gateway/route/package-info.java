/**
 * Which requests are for which server, and which of several servers gets them. From outside:
 * {@link dev.bouncer.edge.gateway.route.Routes} and what it finds.
 */
@NullMarked
package dev.bouncer.edge.gateway.route;

import org.jspecify.annotations.NullMarked;
