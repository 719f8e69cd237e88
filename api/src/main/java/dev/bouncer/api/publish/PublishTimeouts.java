package dev.bouncer.api.publish;

import java.time.Duration;

/**
 * How the time that a command may take is shared out, so that the caller always has its answer in that time.
 *
 * @param probe    to find out whether Kafka is there at all, after it seemed not to be
 * @param block    to learn where the command belongs and to find room for it
 * @param delivery from there to the acknowledgement, retries included
 * @param request  for one attempt
 */
record PublishTimeouts(Duration probe, Duration block, Duration delivery, Duration request) {
    /** The shares of a time-out of 100 ms or more. */
    static PublishTimeouts of(Duration publishTimeout) {
        Duration fifth = publishTimeout.dividedBy(5);
        return new PublishTimeouts(fifth, fifth, publishTimeout.minus(fifth).minus(fifth), fifth.multipliedBy(2));
    }
}
