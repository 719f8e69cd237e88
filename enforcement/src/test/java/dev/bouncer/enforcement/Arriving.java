package dev.bouncer.enforcement;

import dev.bouncer.contract.Decoded;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Commands that come off the log at this moment, without headers. */
final class Arriving {
    private Arriving() {}

    static Received now(Decoded.Valid record, boolean confirm) {
        return new Received(record, confirm, new RecordHeaders(), System.nanoTime());
    }
}
