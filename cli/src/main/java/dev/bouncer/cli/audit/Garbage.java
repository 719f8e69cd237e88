package dev.bouncer.cli.audit;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import org.jspecify.annotations.Nullable;

/** Records that are no events: what is read goes on without them, and says so at its end. Thread-safe. */
final class Garbage {
    private long count;
    private Entry.@Nullable Garbage first;

    synchronized void add(Entry.Garbage found) {
        if (first == null) first = found;
        count++;
    }

    /** @throws CommandFailed if there are any */
    synchronized void refuse(String topic) {
        if (first == null) return;
        throw new CommandFailed(ExitStatus.FAILED,
                "records of " + topic + " that are no events and were left out: " + count + ", the first at "
                        + first.partition() + "/" + first.offset() + ": " + first.why());
    }
}
