package dev.bouncer.enforcement;

import java.time.Duration;

import dev.bouncer.contract.Decoded;
import org.apache.kafka.common.header.Headers;

/**
 * A command as it came off the log.
 *
 * @param record  the command and where it stands
 * @param confirm whether somebody waits to hear that it is done
 * @param headers of its record
 * @param nanos   {@link System#nanoTime} when the tail had got it from the broker
 */
record Received(Decoded.Valid record, boolean confirm, Headers headers, long nanos) {
    /** How long this node has had it. */
    Duration ago() {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
