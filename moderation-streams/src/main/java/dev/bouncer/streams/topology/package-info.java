/**
 * What happens to a command between the commands topic and blocklist, audit and dead letters, without Kafka in sight.
 * From outside: {@link dev.bouncer.streams.topology.BlocklistTopology}.
 */
@NullMarked
package dev.bouncer.streams.topology;

import org.jspecify.annotations.NullMarked;
