/**
 * Servers of other projects behind the gateway, each with clients of its own project, unchanged, as
 * {@code docs/gateway.md} says to configure it. They are installed as those of {@link dev.bouncer.e2e.clients} are.
 */
@NullMarked
package dev.bouncer.e2e.gateway;

import org.jspecify.annotations.NullMarked;
