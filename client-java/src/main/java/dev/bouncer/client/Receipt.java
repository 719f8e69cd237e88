package dev.bouncer.client;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A command is on the log, acknowledged by all in-sync replicas.
 *
 * @param command     the command's id
 * @param enforcement how far it has come on the edges; null: it was not asked for
 */
public record Receipt(UUID command, @Nullable Enforcement enforcement) {}
