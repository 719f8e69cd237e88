package dev.bouncer.api.console.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;

/**
 * The last decisions about one app. Readers hold numbers of changes, and nothing is kept for them here: who is slow gets less,
 * and holds up nobody. Thread-safe.
 */
final class AppFeed {
    private final int most;
    private final Map<UUID, FeedEntry> entries = new HashMap<>();
    private final NavigableSet<FeedEntry> byAge = new TreeSet<>(FeedEntry.OLDEST_FIRST);
    private final NavigableMap<Long, FeedEntry> byChange = new TreeMap<>();
    private long change;
    // The last change of an entry that is here no more.
    private long lost;
    private boolean closed;

    /** @param most how many decisions it remembers */
    AppFeed(int most) {
        this.most = most;
    }

    /** A command that came twice has done what it says the first time. */
    synchronized void add(Decoded.Valid record) {
        if (!entries.containsKey(record.command().id())) put(FeedEntry.of(record, ++change));
    }

    synchronized void add(Decoded.Valid record, EnforcementReport report) {
        FeedEntry present = entries.get(record.command().id());
        if (present == null || present.hasReportOf(report.edge())) return;
        remove(present);
        put(present.with(report, ++change));
    }

    private void put(FeedEntry entry) {
        entries.put(entry.command().id(), entry);
        byAge.add(entry);
        byChange.put(entry.change(), entry);
        if (entries.size() > most) {
            FeedEntry oldest = byAge.getFirst();
            remove(oldest);
            lost = Math.max(lost, oldest.change());
        }
        notifyAll();
    }

    private void remove(FeedEntry entry) {
        entries.remove(entry.command().id());
        byAge.remove(entry);
        byChange.remove(entry.change());
    }

    /** The newest decisions, the oldest of them first. */
    synchronized Changes newest(int count) {
        List<FeedEntry> newest = new ArrayList<>(byAge.descendingSet().stream().limit(count).toList());
        Collections.reverse(newest);
        return new Changes(newest, change, false);
    }

    synchronized Changes since(long last, int count) {
        NavigableMap<Long, FeedEntry> changed = byChange.tailMap(last, false);
        List<FeedEntry> latest = new ArrayList<>(changed.descendingMap().values().stream().limit(count).toList());
        Collections.reverse(latest);
        return new Changes(latest, change, lost > last || changed.size() > count);
    }

    /** Whether there is a change after that one, within a time; false at once when nothing will change any more. */
    synchronized boolean awaitAfter(long last, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (change <= last && !closed) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return change > last;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
