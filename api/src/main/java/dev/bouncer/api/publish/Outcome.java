package dev.bouncer.api.publish;

import dev.bouncer.contract.Position;
import org.jspecify.annotations.Nullable;

/** What became of a command that was to be put on the log. */
public sealed interface Outcome {
    /**
     * It is on the log, acknowledged by all in-sync replicas.
     *
     * @param position where; null where Kafka confirmed a retried record without saying so
     */
    record Published(@Nullable Position position) implements Outcome {}

    /**
     * It is certain that it never reaches the log.
     *
     * @param why for the caller
     */
    record NotDone(String why) implements Outcome {}

    /**
     * It may or may not be on the log, or may yet reach it. Sending it again under the same id is safe.
     *
     * @param why for the caller
     */
    record Unknown(String why) implements Outcome {}
}
