package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Position;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What commands about the blocklist say that the store does not show yet. Per partition, {@code materialized} is the highest
 * offset whose command the store shows, as it shows all before it: what is at or below never enters, and leaves when
 * {@code materialized} reaches it. Reads take no lock.
 */
final class Overlay {
    /**
     * What one command said.
     *
     * @param block    null: nothing
     * @param replaced what stood here before and is not materialized either: should the command turn out to be aborted,
     *                 it counts again
     */
    record Entry(BlocklistKey key, Position position, @Nullable BlockEntry block, @Nullable Entry replaced) {}

    private record Noted(Bytes key, Instant at) {}

    private static final class Partition {
        private final NavigableMap<Long, Noted> commands = new TreeMap<>();
        private long materialized;
        private long committedBelow;

        Partition(long materialized) {
            this.materialized = materialized;
        }
    }

    private final ConcurrentNavigableMap<Bytes, Entry> entries = new ConcurrentSkipListMap<>();
    private final List<Partition> partitions = new ArrayList<>();

    private final Consumer<BlocklistKey> left;

    /** @param materialized per partition: the highest offset that the store is known to show; -1: none */
    Overlay(long[] materialized) {
        this(materialized, unused -> {});
    }

    /**
     * @param left hears which row's entry has left because the store shows its command: what the store says instead need not be
     *             the same
     */
    Overlay(long[] materialized, Consumer<BlocklistKey> left) {
        this.left = left;
        for (long offset : materialized) {
            partitions.add(new Partition(offset));
        }
    }

    @Nullable
    Entry get(BlocklistKey key) {
        // As it mostly is; the key's bytes are not for nothing.
        if (entries.isEmpty()) return null;
        return entries.get(Bytes.wrap(key.bytes()));
    }

    /** The entries from one key to another, as of now. */
    NavigableMap<Bytes, Entry> range(Bytes from, Bytes to) {
        // Not by TreeMap's constructor, which trusts the size to stay as it was.
        NavigableMap<Bytes, Entry> copy = new TreeMap<>();
        entries.subMap(from, true, to, false).forEach(copy::put);
        return copy;
    }

    int size() {
        return entries.size();
    }

    /** Notes what a command said, unless the store shows it or a later one of the same key stands here. */
    void put(BlocklistKey key, Position position, @Nullable BlockEntry block, Instant now) {
        // Before anything is known of the log, the tail has yet to come by.
        if (position.partition() >= partitions.size()) return;
        Partition partition = partitions.get(position.partition());
        synchronized (partition) {
            if (position.offset() <= partition.materialized) return;
            Bytes bytes = Bytes.wrap(key.bytes());
            Entry present = entries.get(bytes);
            if (present != null && present.position().offset() >= position.offset()) return;
            entries.put(bytes, new Entry(key, position, block, keep(partition, present)));
            partition.commands.put(position.offset(), new Noted(bytes, now));
        }
    }

    // What is known to be committed cannot turn out to be aborted: what it replaced is of no more use.
    private static @Nullable Entry keep(Partition partition, @Nullable Entry entry) {
        return entry == null || entry.position().offset() >= partition.committedBelow
                ? entry
                : new Entry(entry.key(), entry.position(), entry.block(), null);
    }

    /** Whether the store shows the command that stands there. */
    boolean isMaterialized(Position position) {
        if (position.partition() >= partitions.size()) return false;
        Partition partition = partitions.get(position.partition());
        synchronized (partition) {
            return position.offset() <= partition.materialized;
        }
    }

    /** The store shows every command of the partition up to that offset. */
    void materialized(int partitionNumber, long offset) {
        Partition partition = partitions.get(partitionNumber);
        List<BlocklistKey> leaving = new ArrayList<>();
        synchronized (partition) {
            if (offset <= partition.materialized) return;
            partition.materialized = offset;
            Map<Long, Noted> shown = partition.commands.headMap(offset, true);
            for (Noted command : shown.values()) {
                Entry entry = entries.get(command.key());
                if (entry == null || entry.position().offset() > offset) continue;
                entries.remove(command.key(), entry);
                leaving.add(entry.key());
            }
            shown.clear();
        }
        // Not under the lock: who hears it asks the view.
        leaving.forEach(left);
    }

    /** Whether anything was noted before that time. */
    boolean hasOlderThan(Instant time) {
        Instant oldest = oldest();
        return oldest != null && oldest.isBefore(time);
    }

    /** When the oldest of what is here was noted; null: nothing is. */
    @Nullable
    Instant oldest() {
        Instant oldest = null;
        for (Partition partition : partitions) {
            synchronized (partition) {
                Map.Entry<Long, Noted> first = partition.commands.firstEntry();
                Instant at = first == null ? null : first.getValue().at();
                if (at != null && (oldest == null || at.isBefore(oldest))) oldest = at;
            }
        }
        return oldest;
    }

    /** The offsets, in order, of what was noted before that time and is not known to be committed. */
    List<Long> undecidedOlderThan(int partitionNumber, Instant time) {
        Partition partition = partitions.get(partitionNumber);
        synchronized (partition) {
            List<Long> old = new ArrayList<>();
            for (Map.Entry<Long, Noted> command : partition.commands.tailMap(partition.committedBelow, true)
                    .entrySet()) {
                if (!command.getValue().at().isBefore(time)) break;
                old.add(command.getKey());
            }
            return old;
        }
    }

    /** Every command of the partition below that offset that is still here is committed. */
    void committedBelow(int partitionNumber, long offset) {
        Partition partition = partitions.get(partitionNumber);
        synchronized (partition) {
            partition.committedBelow = Math.max(partition.committedBelow, offset);
        }
    }

    /**
     * The command at that offset was aborted: what it said goes, and what it replaced counts again.
     *
     * @return the row it was about; null if nothing of it was here
     */
    @Nullable
    BlocklistKey aborted(int partitionNumber, long offset) {
        Partition partition = partitions.get(partitionNumber);
        synchronized (partition) {
            Noted command = partition.commands.remove(offset);
            Entry top = command == null ? null : entries.get(command.key());
            if (command == null || top == null) return null;
            Entry rest = without(top, offset, partition.materialized);
            if (rest == null) {
                entries.remove(command.key());
            } else {
                entries.put(command.key(), rest);
            }
            return top.key();
        }
    }

    // Not by recursion: a subject that is commanded about again and again makes a long chain.
    private static @Nullable Entry without(Entry top, long offset, long materialized) {
        Deque<Entry> oldestFirst = new ArrayDeque<>();
        for (Entry entry = top; entry != null && entry.position().offset() > materialized; entry = entry.replaced()) {
            if (entry.position().offset() != offset) oldestFirst.push(entry);
        }
        Entry rest = null;
        for (Entry entry : oldestFirst) {
            rest = new Entry(entry.key(), entry.position(), entry.block(), rest);
        }
        return rest;
    }
}
