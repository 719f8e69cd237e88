package dev.bouncer.streams.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Decoded;
import org.jspecify.annotations.Nullable;

/**
 * What one command that was not seen before leads to. Pure, so that the rules can be read, and tested, in one place.
 *
 * @param events for the audit log, in order
 * @param block  what the row of its lane holds for the subject afterwards; null: nothing. Means nothing for a terminate
 */
record Outcome(List<AuditEvent> events, @Nullable BlockEntry block) {
    /**
     * Decides.
     *
     * @param present what the row of its lane holds for the subject; null: nothing, or the command is a terminate
     * @param now     by the clock of this process
     */
    static Outcome of(Decoded.Valid valid, @Nullable BlockEntry present, Instant now) {
        List<AuditEvent> events = new ArrayList<>();
        BlockEntry inForce = present;
        // The log's clock decides: whether the sweep came by in time must not show in the audit log.
        if (present != null && !present.inForceAt(valid.at())) {
            events.add(new AuditEvent.Expired(present, now));
            inForce = null;
        }
        AuditEvent accepted = new AuditEvent.Accepted(valid.command(), valid.position(), inForce, valid.at());
        events.add(accepted);
        return new Outcome(events, accepted.blockAfter());
    }
}
