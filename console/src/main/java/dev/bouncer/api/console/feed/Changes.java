package dev.bouncer.api.console.feed;

import java.util.List;

/**
 * What has changed in a feed.
 *
 * @param entries as they are now, those that changed first coming first
 * @param last    the number of the last change that this holds
 * @param skipped whether there was more than could be told: some entries that changed are not among them
 */
public record Changes(List<FeedEntry> entries, long last, boolean skipped) {
    /** Copies the entries. */
    public Changes {
        entries = List.copyOf(entries);
    }
}
