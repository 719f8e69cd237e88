/**
 * Broker, API, streams and edge in one process, on one machine. From outside: {@link dev.bouncer.standalone.Standalone},
 * and {@link dev.bouncer.standalone.EmbeddedBroker} for tests that want a broker alone.
 */
@NullMarked
package dev.bouncer.standalone;

import org.jspecify.annotations.NullMarked;
