package dev.bouncer.cli.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bouncer.contract.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Puts the commands of several partitions into the order of their times: in partitions of another number, commands meet
 * that had no order before, the two lanes of a subject for example. Each partition has its own in order. One thread.
 */
final class TimeOrder {
    private static final int MANY = 10_000;

    private final List<Deque<AuditEvent.Accepted>> waiting;
    private final Consumer<AuditEvent.Accepted> sink;

    /** @param sink takes them, in order */
    TimeOrder(int partitions, Consumer<AuditEvent.Accepted> sink) {
        this.waiting = Stream.<Deque<AuditEvent.Accepted>>generate(ArrayDeque::new).limit(partitions).toList();
        this.sink = sink;
    }

    /** The next one of that partition. */
    void add(int partition, AuditEvent.Accepted event) {
        waiting.get(partition).add(event);
    }

    /**
     * Passes on those that nothing can come before.
     *
     * @param ended whether a partition has no more to come
     */
    void passOn(IntPredicate ended) {
        for (Deque<AuditEvent.Accepted> next = earliest(ended); next != null; next = earliest(ended)) {
            sink.accept(next.removeFirst());
        }
    }

    private @Nullable Deque<AuditEvent.Accepted> earliest(IntPredicate ended) {
        Deque<AuditEvent.Accepted> earliest = null;
        for (int partition = 0; partition < waiting.size(); partition++) {
            Deque<AuditEvent.Accepted> queue = waiting.get(partition);
            if (queue.isEmpty()) {
                if (!ended.test(partition)) return null;
            } else if (earliest == null || queue.getFirst().at().isBefore(earliest.getFirst().at())) {
                earliest = queue;
            }
        }
        return earliest;
    }

    /** The partitions of which enough is here for the time being; after {@link #passOn} never all that have more. */
    Set<Integer> full() {
        return IntStream.range(0, waiting.size()).filter(partition -> waiting.get(partition).size() >= MANY).boxed()
                .collect(Collectors.toSet());
    }
}
