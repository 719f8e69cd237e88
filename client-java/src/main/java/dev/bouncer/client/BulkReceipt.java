package dev.bouncer.client;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The same command about many subjects is on the log.
 *
 * @param commands    the ids, in the order of the subjects
 * @param enforcement how far all of them have come; null: it was not asked for
 */
public record BulkReceipt(List<UUID> commands, @Nullable Enforcement enforcement) {
    /** Copies. */
    public BulkReceipt {
        commands = List.copyOf(commands);
    }
}
