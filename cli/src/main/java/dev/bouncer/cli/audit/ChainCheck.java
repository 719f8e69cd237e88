package dev.bouncer.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.ChainHead;
import dev.bouncer.contract.CommandKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks the events of one partition, each against the one before it and against what was noted earlier, and remembers the
 * first break of each kind. After a break it goes on from what it found. One thread at a time.
 */
final class ChainCheck {
    private final int partition;
    private final int partitions;
    private final Anchors.OfPartition anchors;
    private final List<Break> breaks = new ArrayList<>();

    private String last = AuditRecord.GENESIS;
    private long offset = -1;
    private long events;
    private long broken;
    private long source = -1;
    // How many events of the chain stood before the first one here; negative: not known.
    private long before;
    private @Nullable ChainHead awaited;
    private boolean beginningGone;

    /** @param partitions how many the topic has */
    ChainCheck(int partition, int partitions, Anchors.OfPartition anchors) {
        this.partition = partition;
        this.partitions = partitions;
        this.anchors = anchors;
    }

    /** Takes the next record of the partition; gives its event, or null where it holds none. */
    @Nullable
    AuditEvent accept(ConsumerRecord<byte[], byte[]> record) {
        AuditRecord.Checked checked;
        try {
            if (record.value() == null) throw new IllegalArgumentException(Entry.NO_VALUE);
            checked = AuditRecord.check(record.value());
        } catch (IllegalArgumentException e) {
            chain(record, "value", "an audit record", String.valueOf(e.getMessage()));
            return null;
        }
        AuditRecord event = checked.record();
        if (events++ == 0) begin(record, event);
        check(record, checked);
        last = event.hash();
        offset = record.offset();
        anchor(record);
        if (awaited != null && awaited.hash().equals(last)) awaited = null;
        return event.event();
    }

    private void begin(ConsumerRecord<byte[], byte[]> record, AuditRecord event) {
        if (event.previous().equals(last)) return;
        beginningGone = true;
        before = anchors.lengthOf(event.previous()).orElse(-1L);
        if (before < 0) {
            breaks.add(new Break(Break.Kind.BEGINNING, record.topic(), partition, record.offset(),
                    "the log begins here",
                    "the first event, which follows " + last, "one that follows an event that is gone, with hash "
                            + event.previous()));
        }
        last = event.previous();
    }

    private void check(ConsumerRecord<byte[], byte[]> record, AuditRecord.Checked checked) {
        AuditRecord event = checked.record();
        if (!event.hash().equals(checked.computed())) {
            chain(record, "hash", checked.computed() + " for what stands here", event.hash());
        } else if (!event.previous().equals(last)) {
            chain(record, "previous", last + (offset < 0 ? "" : " of offset " + offset), event.previous());
        } else if (record.key() == null || !event.event().subject().equals(subject(record.key()))) {
            chain(record, "key", event.event().subject().toString(), AuditText.of(record.key()));
        } else {
            place(record, event.event());
        }
    }

    private void place(ConsumerRecord<byte[], byte[]> record, AuditEvent event) {
        int right = new CommandKey(event.lane(), event.subject()).partition(partitions);
        if (right != partition) chain(record, "partition of " + event.subject(), "" + right, "" + partition);
        if (!(event instanceof AuditEvent.Accepted(_, var position, _, _))) return;
        if (position.partition() != partition) {
            chain(record, "position", "partition " + partition, "partition " + position.partition());
        } else if (position.offset() <= source) {
            chain(record, "position", "an offset above " + source, "" + position.offset());
        }
        source = position.offset();
    }

    private static @Nullable Object subject(byte[] key) {
        return AuditText.subject(key);
    }

    private void chain(ConsumerRecord<byte[], byte[]> record, String what, String expected, String found) {
        if (broken++ == 0) {
            breaks.add(new Break(Break.Kind.CHAIN, record.topic(), partition, record.offset(), what, expected, found));
        }
    }

    private void anchor(ConsumerRecord<byte[], byte[]> record) {
        if (before < 0) {
            before = anchors.lengthOf(last).map(length -> length - events).orElse(-1L);
            return;
        }
        Optional<String> noted = anchors.hashAt(before + events);
        if (noted.isPresent() && !noted.get().equals(last)) {
            if (breaks.stream().noneMatch(b -> b.kind() == Break.Kind.ANCHOR)) {
                breaks.add(new Break(Break.Kind.ANCHOR, record.topic(), partition, offset,
                        "event number " + (before + events), "hash " + noted.get() + ", as noted earlier", last));
            }
        }
    }

    /** Says where the chain ends; what is read from now on is compared with it. */
    void await(ChainHead head) {
        if (events == 0 && anchors.lengthOf(head.hash()).isPresent()) {
            beginningGone = true;
            before = head.length();
            last = head.hash();
        }
        awaited = head.hash().equals(last) ? null : head;
    }

    /** The end that has been said and not been found. */
    Optional<ChainHead> awaited() {
        return Optional.ofNullable(awaited);
    }

    /** Ends the check: what was noted must have come by. */
    void end(String topic) {
        ChainHead noted = anchors.last().orElse(ChainHead.EMPTY);
        if (noted.length() == 0 || (before >= 0 && noted.length() <= before + events)) return;
        if (breaks.stream().anyMatch(b -> b.kind() == Break.Kind.ANCHOR)) return;
        breaks.add(new Break(Break.Kind.ANCHOR, topic, partition, offset, "the log ends here",
                noted.length() + " events, as noted earlier, and hash " + noted.hash(),
                before < 0 ? "no event of those noted" : (before + events) + " events"));
    }

    List<Break> breaks() {
        return List.copyOf(breaks);
    }

    /** How many events break the chain. */
    long broken() {
        return broken;
    }

    long events() {
        return events;
    }

    long offset() {
        return offset;
    }

    int partition() {
        return partition;
    }

    /** The last event's hash. */
    String hash() {
        return last;
    }

    /** Whether events are gone from the beginning. */
    boolean beginningGone() {
        return beginningGone;
    }
}
