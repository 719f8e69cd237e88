package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.bouncer.cli.CliRun;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.ChainHead;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.Topics;
import dev.bouncer.e2e.AuditedLog.Written;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bouncer audit verify} on a log that is as it was, and on copies that somebody has tampered with. */
@ExtendWith({SharedBroker.class, SharedAuditedLog.class})
@Order(3)
class AuditVerifyIT {
    private static final int VICTIM = 7;

    private final AuditedLog log;
    private final String source;

    AuditVerifyIT(AuditedLog log) {
        this.log = log;
        this.source = log.prefix();
    }

    private static CliRun verify(String prefix, String... more) {
        List<String> args = new ArrayList<>(List.of("audit", "verify", "--kafka", SharedBroker.bootstrapServers(),
                "--prefix", prefix));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray(String[]::new));
    }

    private static String place(String prefix, long offset) {
        return prefix + "moderation.audit 0/" + offset + ": ";
    }

    private String hash(int index) {
        return log.audit(0).get(index).event().hash();
    }

    @Test
    void what_nobody_touched_is_well() {
        CliRun run = verify(source);

        assertThat(run.out()).startsWith("all well: 96 events in 2 partitions, 24 blocks in force");
        assertThat(run.status()).isZero();
        assertThat(verify(log.withEvents(events -> events)).status()).isZero();
    }

    @Test
    void a_deleted_event_shows_at_the_one_after_it() {
        String prefix = log.withEvents(events -> {
            events.remove(VICTIM);
            return events;
        });

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.lines()).contains(place(prefix, VICTIM) + "previous: expected " + hash(VICTIM - 1)
                + " of offset " + (VICTIM - 1) + ", found " + hash(VICTIM));
    }

    @Test
    void an_altered_event_shows_by_its_hash() {
        int block = log.indexOf(event -> event instanceof AuditEvent.Accepted(Command.Block _, _, _, _));
        String prefix = log.withEvents(events -> {
            Written was = events.get(block);
            events.set(block, new Written(0, was.key(), new String(was.event().encode(), StandardCharsets.UTF_8)
                    .replace("a test", "no test").getBytes(StandardCharsets.UTF_8)));
            return events;
        });

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, block) + "hash: expected ", "found " + hash(block));
    }

    @Test
    void an_altered_event_with_a_hash_of_its_own_shows_at_the_one_after_it() {
        String prefix = log.withEvents(events -> {
            Written was = events.get(VICTIM);
            AuditEvent event = ((AuditEvent.Accepted) events.get(VICTIM + 1).event().event());
            AuditRecord forged = AuditRecord.chain(was.event().previous(), event);
            events.set(VICTIM, new Written(0, event.subject().bytes(), forged.encode()));
            return events;
        });

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, VICTIM + 1) + "previous: expected ", "found " + hash(VICTIM));
    }

    @Test
    void two_swapped_events_show() {
        String prefix = log.withEvents(events -> {
            Collections.swap(events, VICTIM, VICTIM + 1);
            return events;
        });

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, VICTIM) + "previous: expected " + hash(VICTIM - 1),
                "found " + hash(VICTIM));
    }

    @Test
    void an_inserted_event_shows_at_the_one_after_it() {
        String prefix = log.withEvents(events -> {
            AuditEvent event = events.get(VICTIM).event().event();
            AuditRecord forged = AuditRecord.chain(hash(VICTIM - 1), event);
            events.add(VICTIM, new Written(0, event.subject().bytes(), forged.encode()));
            return events;
        });

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, VICTIM + 1) + "previous: expected ",
                "found " + hash(VICTIM - 1));
    }

    @Test
    void the_last_ten_cut_off_show_by_the_head_that_moderation_streams_keeps() {
        int left = log.audit(0).size() - 10;
        String prefix = log.withEvents(events -> events.subList(0, left));

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, left - 1) + "the log ends here: expected "
                + log.audit(0).size() + " events and hash " + hash(left + 9), "found hash " + hash(left - 1));
    }

    @Test
    void garbage_is_told_and_passed_over() {
        String prefix = log.withEvents(events -> {
            events.add(VICTIM, new Written(0, "x".getBytes(StandardCharsets.UTF_8),
                    "no event".getBytes(StandardCharsets.UTF_8)));
            return events;
        });

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, VICTIM) + "value: expected an audit record, found expected a JSON",
                "96 events", "events that break a chain: 1, blocks that differ: 0");
    }

    @Test
    void a_block_that_is_altered_missing_or_extra_in_the_blocklist_shows() {
        int partition = new CommandKey(Lane.BLOCK, AuditedLog.user(0)).partition(AuditedLog.PARTITIONS);
        byte[] key = AuditedLog.user(0).bytes();
        BlockEntry other = BlockEntry.of(CommandLog.block(AuditedLog.user(0), null));
        BlockEntry extra = BlockEntry.of(CommandLog.block(AuditedLog.user(3), null));

        for (Written tampered : List.of(new Written(partition, key, BlockJson.encode(other)),
                new Written(partition, key, null),
                new Written(new CommandKey(Lane.BLOCK, AuditedLog.user(3)).partition(AuditedLog.PARTITIONS),
                        AuditedLog.user(3).bytes(), BlockJson.encode(extra)))) {
            String prefix = log.withBlocklist(blocks -> {
                blocks.add(tampered);
                return blocks;
            });

            CliRun run = verify(prefix);

            String user = new String(tampered.key(), StandardCharsets.UTF_8);
            assertThat(run.status()).as(user + ": " + run.out()).isEqualTo(1);
            assertThat(run.lines()).filteredOn(line -> line.contains("moderation.blocklist")).singleElement().asString()
                    .contains(user + ": expected ", "found " + (tampered.value() == null
                            ? "nothing"
                            : new String(tampered.value(), StandardCharsets.UTF_8)));
            assertThat(run.out()).contains("blocks that differ: 1");
        }
    }

    @Test
    void a_blocklist_record_in_a_partition_where_it_does_not_belong_shows_whatever_it_says() {
        int home = new CommandKey(Lane.BLOCK, AuditedLog.user(0)).partition(AuditedLog.PARTITIONS);
        byte[] key = AuditedLog.user(0).bytes();
        byte[] inForce = log.blocklist().stream().filter(record -> Arrays.equals(record.key(), key)).toList().getLast()
                .value();
        long offset = log.blocklist().stream().filter(record -> record.partition() == 1 - home).count();

        for (byte[] value : Arrays.asList(inForce, null)) {
            String prefix = log.withBlocklist(blocks -> {
                blocks.add(new Written(1 - home, key, value));
                return blocks;
            });

            CliRun run = verify(prefix);

            assertThat(run.status()).as(run.out()).isEqualTo(1);
            assertThat(run.lines()).filteredOn(line -> line.contains("moderation.blocklist")).containsExactly(
                    prefix + "moderation.blocklist " + (1 - home) + "/" + offset + ": partition of "
                            + AuditedLog.user(0) + ": expected " + home + ", found " + (1 - home));
            assertThat(run.out()).contains("blocks that differ: 1");
        }
    }

    @Test
    void a_forged_history_that_fits_together_shows_only_by_heads_that_were_kept_elsewhere(@TempDir Path dir)
            throws IOException {
        int terminate = log.indexOf(event -> event.lane() == Lane.TERMINATE);
        List<Written> forged = new ArrayList<>(log.audit(0));
        forged.remove(terminate);
        List<Written> chain = AuditedLog.chained(forged);
        ChainHead end = new ChainHead(chain.size(), chain.getLast().event().hash());
        List<Written> heads = new ArrayList<>(log.heads());
        heads.add(new Written(0, ChainHead.key(), end.encode()));
        String prefix = log.copy(_ -> chain, log.blocklist(), heads);

        assertThat(verify(prefix).status()).as("nothing in Kafka tells").isZero();

        CliRun kept = CliRun.of("audit", "heads", "--json", "--kafka", SharedBroker.bootstrapServers(), "--prefix",
                source);
        Path file = Files.writeString(dir.resolve("heads"), kept.out().replace(source, prefix));
        CliRun run = verify(prefix, "--heads", file.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("the log ends here: expected " + log.audit(0).size()
                + " events, as noted earlier, and hash " + log.audit(0).getLast().event().hash());
        assertThat(verify(source, "--heads", Files.writeString(file, kept.out()).toString()).status()).isZero();
    }

    @Test
    void a_beginning_that_is_gone_is_told_and_passes_with_a_head_of_it(@TempDir Path dir) throws IOException {
        String prefix = log.withEvents(events -> events.subList(VICTIM, events.size()));
        String topic = new Topics(prefix).audit();

        CliRun run = verify(prefix);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(place(prefix, 0) + "the log begins here: ", hash(VICTIM - 1),
                "partition 0: events are gone from the beginning", "blocks that differ: 0");
        Path file = Files.writeString(dir.resolve("heads"),
                "{\"topic\":\"" + topic + "\",\"partition\":0,\"length\":" + VICTIM + ",\"hash\":\"" + hash(VICTIM - 1)
                        + "\",\"offset\":9,\"at\":\"2026-01-01T00:00:00.000Z\"}\n");
        assertThat(verify(prefix, "--heads", file.toString()).status()).isZero();
    }

    @Test
    void the_answer_for_programs_is_one_object() {
        String prefix = log.withEvents(events -> events.subList(0, 3));

        assertThat(verify(prefix, "--json").out()).startsWith("{\"well\":false,").contains("\"break\":\"end\"")
                .hasLineCount(1);
    }
}
