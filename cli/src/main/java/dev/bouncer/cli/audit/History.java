package dev.bouncer.cli.audit;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All events of one subject, from the partitions in which its lanes are. Within a lane the log's order holds;
 * between the lanes, which have none, the times. One thread.
 */
public final class History {
    private final AuditLog log;
    private final SubjectKey subject;
    private final Garbage garbage = new Garbage();

    /** Of that subject. */
    public History(AuditLog log, SubjectKey subject) {
        this.log = log;
        this.subject = subject;
    }

    /**
     * Writes them, oldest first; how many there are.
     *
     * @throws CommandFailed if the log cannot be read
     */
    public long write(PrintStream out, boolean json) {
        EventOutput output = json ? new EventNdjson(out) : new EventText(out);
        List<PartitionPart> parts = new ArrayList<>();
        try {
            for (int partition : partitions()) {
                parts.add(new PartitionPart(log.open().only(Set.of(partition))));
            }
            long size = parts.stream().mapToLong(part -> part.size).sum();
            long count = 0;
            try (Progress shown = log.progress().apply(Task.count("history", "events", size))) {
                for (PartitionPart part = oldest(parts); part != null; part = oldest(parts)) {
                    output.write(part.found.removeFirst());
                    count++;
                    shown.at(parts.stream().mapToLong(p -> p.reader.read()).sum(),
                            size - parts.stream().mapToLong(p -> p.reader.distance(p.ends)).sum());
                }
            }
            garbage.refuse(log.topic());
            return count;
        } finally {
            parts.forEach(part -> part.reader.close());
        }
    }

    private Set<Integer> partitions() {
        try (TopicReader reader = log.open()) {
            Set<Integer> partitions = new TreeSet<>();
            CommandKey.of(subject).forEach(key -> partitions.add(key.partition(reader.partitionCount())));
            return partitions;
        }
    }

    private static @Nullable PartitionPart oldest(List<PartitionPart> parts) {
        PartitionPart oldest = null;
        for (PartitionPart part : parts) {
            Entry.Event next = part.next();
            if (next == null) continue;
            if (oldest == null || next.record().event().at().isBefore(oldest.found.getFirst().record().event().at())) {
                oldest = part;
            }
        }
        return oldest;
    }

    private final class PartitionPart {
        private final TopicReader reader;
        private final Map<TopicPartition, Long> ends;
        private final long size;
        private final Deque<Entry.Event> found = new ArrayDeque<>();

        PartitionPart(TopicReader reader) {
            this.reader = reader;
            this.ends = reader.ends();
            this.size = reader.distance(ends);
        }

        Entry.@Nullable Event next() {
            reader.readWhile(ends, found::isEmpty, records -> records.forEach(record -> {
                switch (Entry.of(record)) {
                    case Entry.Event event -> {
                        if (event.record().event().subject().equals(subject)) found.add(event);
                    }
                    case Entry.Garbage other -> garbage.add(other);
                }
            }));
            return found.peekFirst();
        }
    }
}
