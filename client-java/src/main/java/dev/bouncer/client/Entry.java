package dev.bouncer.client;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A block or an invalidation in force.
 *
 * @param subject      whom it is about; of an address that was asked about perhaps its range
 * @param issuedBefore of an invalidation: the first time whose tokens count; of a block null
 * @param expiresAt    when it is over; null: never
 * @param actor        who gave the command
 * @param command      the command's id
 */
public record Entry(Subject subject, Instant since, @Nullable Instant issuedBefore, @Nullable Instant expiresAt,
        @Nullable String reason, @Nullable String message, String actor, UUID command) {}
