package dev.bouncer.cli.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.ChainHead;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Checks that nobody changed what happened: the chain of each partition, its end, its fold against the blocklist. All of
 * it may move meanwhile: what does not agree is looked at again. One use, one thread.
 */
public final class Verification implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int ROUNDS = 40;
    private static final int SHOWN = 10;

    private final AuditLog log;
    private final TopicReader audit;
    private final Scratch scratch;
    private final List<ChainCheck> chains;
    private final BlocklistFold fold;
    private final List<Break> breaks = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Opens the log.
     *
     * @throws CommandFailed if there is none
     */
    public Verification(AuditLog log, Anchors anchors) {
        this.log = log;
        this.audit = log.open();
        // Only now: nobody would clear it away if there were no log.
        this.scratch = new Scratch();
        this.fold = BlocklistFold.ofAll(scratch.map("fold"));
        this.chains = IntStream.range(0, audit.partitionCount())
                .mapToObj(partition -> new ChainCheck(partition, audit.partitionCount(), anchors.of(partition)))
                .toList();
    }

    /** Looks at everything. */
    public Findings run() throws InterruptedException {
        Instant start = log.clock().instant();
        log.readToEnd("audit", audit, this::take);
        ends();
        chains.forEach(chain -> chain.end(log.topic()));
        long differing = blocklist();
        chains.forEach(chain -> breaks.addAll(chain.breaks()));
        return new Findings(chains.stream().mapToLong(ChainCheck::events).sum(), chains.size(), inForce(),
                Duration.between(start, log.clock().instant()),
                chains.stream().mapToLong(ChainCheck::broken).sum(), differing, List.copyOf(breaks),
                List.copyOf(notes));
    }

    // Each partition is a chain of its own, and hashing is the work.
    private void take(ConsumerRecords<byte[], byte[]> records) {
        records.partitions().parallelStream().forEach(partition -> {
            ChainCheck chain = chains.get(partition.partition());
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                AuditEvent event = chain.accept(record);
                if (event != null) fold.accept(event);
            }
        });
    }

    private void further() {
        audit.readTo(audit.ends(), Progress.unseen(), this::take);
    }

    // Head and event are written in one transaction, but a transaction's end comes to each partition by itself.
    private void ends() throws InterruptedException {
        try (ChainHeads heads = ChainHeads.open(log.kafka())) {
            Map<Integer, String> seen = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                Map<Integer, ChainHead> read = heads.read();
                chains.forEach(chain -> chain.await(read.getOrDefault(chain.partition(), ChainHead.EMPTY)));
                further();
                Map<Integer, String> unsettled = new HashMap<>();
                for (ChainCheck chain : chains) {
                    chain.awaited().ifPresent(head -> unsettled.put(chain.partition(), head.hash() + chain.hash()));
                }
                if (unsettled.isEmpty() || (round > 2 && unsettled.equals(seen))) break;
                seen = unsettled;
                log.pause().await(PAUSE);
            }
        } catch (CommandFailed e) {
            if (chains.stream().allMatch(chain -> chain.events() == 0)) return;
            breaks.add(new Break(Break.Kind.END, log.kafka().topics().chainHeads(), 0, -1, "the heads of the chains",
                    "what moderation-streams keeps there", "no such topic, so that nobody can tell whether the end of "
                            + "the log was cut off"));
            return;
        }
        chains.forEach(chain -> chain.awaited().ifPresent(head -> breaks.add(new Break(Break.Kind.END, log.topic(),
                chain.partition(), chain.offset(), "the log ends here",
                head.length() + " events and hash " + head.hash() + ", as moderation-streams keeps it",
                "hash " + chain.hash() + " and " + chain.events() + " events"))));
    }

    private long blocklist() throws InterruptedException {
        try (BlocklistCopy held = BlocklistCopy.open(log.kafka(), scratch.map("blocklist"), SHOWN)) {
            try (Progress shown = log.progress().apply(Task.count("blocklist", "records", held.left()))) {
                held.update(shown);
            }
            further();
            long differing = compare(held);
            breaks.addAll(held.misplaced());
            return differing + held.misplacedCount();
        }
    }

    private long compare(BlocklistCopy held) throws InterruptedException {
        Comparison comparison = new Comparison(fold.blocks(), held.blocks(), scratch.map("differing"), this::same);
        long left = comparison.all();
        // Twice unchanged, with both read to their ends: then it is not on its way.
        for (int round = 0, unchanged = 0; left > 0 && unchanged < 2; round++) {
            if (round == ROUNDS) {
                notes.add(left + " subjects differed, and changed at every look: not compared");
                return 0;
            }
            log.pause().await(PAUSE);
            held.update(Progress.unseen());
            further();
            unchanged = comparison.again() ? unchanged + 1 : 0;
            left = comparison.left();
        }
        comparison.first(SHOWN, this::differs);
        noteGone();
        return left;
    }

    private boolean same(byte[] key, byte @Nullable [] said, byte @Nullable [] held) {
        if (Comparison.equal(said, held)) return true;
        BlocklistKey row = AuditText.row(key);
        // The event that says so may be one of those that are gone.
        return said == null && row != null && chains.get(row.partition(chains.size())).beginningGone();
    }

    private void noteGone() {
        chains.stream().filter(ChainCheck::beginningGone)
                .forEach(chain -> notes.add("partition " + chain.partition()
                        + ": events are gone from the beginning; blocks that no event here is about are not compared"));
    }

    private void differs(byte[] key, byte @Nullable [] said, byte @Nullable [] held) {
        BlocklistKey row = AuditText.row(key);
        breaks.add(new Break(Break.Kind.BLOCKLIST, log.kafka().topics().blocklist(),
                row == null ? 0 : row.partition(chains.size()), -1, AuditText.of(key), AuditText.of(said),
                AuditText.of(held)));
    }

    private long inForce() {
        Instant now = log.clock().instant();
        return PointInTime.count(fold.blocks(), now);
    }

    @Override
    public void close() {
        try (scratch) {
            audit.close();
        }
    }
}
