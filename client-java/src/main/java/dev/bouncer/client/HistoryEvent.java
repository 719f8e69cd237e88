package dev.bouncer.client;

import java.time.Instant;

/**
 * Something that happened to a subject.
 *
 * @param type {@code accepted} or {@code expired}
 * @param at   when
 * @param json the event's fields as the audit log has them
 */
public record HistoryEvent(String type, Instant at, String json) {}
