package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

import dev.bouncer.contract.Topics;
import org.apache.kafka.common.KafkaException;

/** One attempt to bring a store up to date, from before it is started; it may not take too long. One thread. */
final class Restore {
    /** A store that was read any later might have missed the end of a block, and would hold it for ever. */
    static final Duration LONGEST = Topics.BLOCKLIST_TOMBSTONE_RETENTION.dividedBy(2);

    private final InstantSource clock;
    private final Instant tooLate;

    private Restore(InstantSource clock) {
        this.clock = clock;
        this.tooLate = clock.instant().plus(LONGEST);
    }

    static Restore begin(InstantSource clock) {
        return new Restore(clock);
    }

    /**
     * Returns when the store shows everything up to these ends.
     *
     * @param failed    whether the store gave up
     * @param lookAfter how often it looks whether to go on waiting
     * @throws KafkaException if the store gave up, or it took too long; the next attempt looks at the age of what is on
     *                        disk again
     */
    void awaitShown(Progress store, BooleanSupplier failed, long[] ends, Duration lookAfter)
            throws InterruptedException {
        boolean shown;
        do {
            shown = store.awaitReached(ends, lookAfter);
            if (failed.getAsBoolean()) throw new KafkaException("the store failed while it was catching up");
            // Also once all is shown: Kafka Streams reads the most of it before it says that it has started.
            if (clock.instant().isAfter(tooLate))
                throw new KafkaException("the blocklist could not be read within " + LONGEST);
        } while (!shown);
    }
}
