package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.FakeSession;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of commands on the log, and what a restart leaves of it. */
class EnforcementIT extends EnforcementOnLog {
    EnforcementIT(@TempDir Path dir) {
        super(dir);
    }

    @Test
    void a_command_on_the_log_is_enforced_before_anything_materializes_it() {
        SubjectKey alice = log.userIn(1, "chat");
        FakeSession session = open(alice);

        log.give(CommandLog.block(alice, null));

        await().atMost(SOON).until(() -> session.closedFor() instanceof CloseReason.Blocked);
        assertThat(blocked(alice)).isTrue();
        log.give(CommandLog.unblock(alice));
        await().atMost(SOON).until(() -> !blocked(alice));
    }

    @Test
    void what_is_materialized_leaves_the_overlay_and_stays_in_force() {
        SubjectKey alice = log.userIn(2, "chat");
        Command.Block block = CommandLog.block(alice, null);
        RecordMetadata at = log.give(block);
        await().atMost(SOON).until(() -> blocked(alice));
        assertThat(overlaySize()).isEqualTo(1);

        log.materialize(alice, BlockEntry.of(block), at);

        await().atMost(SOON).until(() -> overlaySize() == 0);
        assertThat(blocked(alice)).isTrue();
    }

    @Test
    void whom_a_duplicate_of_an_old_unblock_let_in_is_closed_when_it_turns_out_to_be_one() {
        SubjectKey alice = log.userIn(0, "chat");
        Command.Unblock unblock = CommandLog.unblock(alice);
        log.materialize(alice, null, log.give(unblock));
        Command.Block block = CommandLog.block(alice, null);
        log.materialize(alice, BlockEntry.of(block), log.give(block));
        await().atMost(SOON).until(() -> overlaySize() == 0 && blocked(alice));

        RecordMetadata duplicate = log.give(unblock);
        await().atMost(SOON).until(() -> !blocked(alice));
        FakeSession letIn = open(alice);
        log.materialize(alice, BlockEntry.of(block), duplicate);

        await().atMost(SOON).until(() -> letIn.closedFor() instanceof CloseReason.Blocked);
    }

    @Test
    void after_a_restart_nothing_is_missed_whether_materialized_or_not() throws Exception {
        SubjectKey stored = log.userIn(0, "chat");
        SubjectKey recent = log.userIn(1, "chat");
        SubjectKey lifted = log.userIn(2, "chat");
        Command.Block block = CommandLog.block(stored, null);
        log.materialize(stored, BlockEntry.of(block), log.give(block));
        Command.Block old = CommandLog.block(lifted, null);
        log.materialize(lifted, BlockEntry.of(old), log.give(old));
        SubjectKey range = SubjectKey.of("chat", SubjectKind.IP, "2001:db8::/32");
        Command.Block rangeBlock = CommandLog.block(range, null);
        log.materialize(range, BlockEntry.of(rangeBlock), log.give(rangeBlock));
        await().atMost(SOON).until(() -> overlaySize() == 0 && blocked(stored) && blocked(lifted));

        enforcement.close();
        log.give(CommandLog.block(recent, null));
        log.give(CommandLog.unblock(lifted));
        commitAllBut(recent, lifted);
        enforcement = start();
        enforcement.awaitReady();

        assertThat(blocked(stored)).isTrue();
        assertThat(blocked(recent)).isTrue();
        assertThat(blocked(lifted)).isFalse();
        assertThat(blocked(SubjectKey.of("chat", SubjectKind.IP, "2001:db8::7"))).as("an address in a range").isTrue();
    }

    @Test
    void an_invalidation_holds_from_the_log_from_the_store_and_from_disk_and_ends_by_the_clock() throws Exception {
        SubjectKey alice = log.userIn(0, "chat");
        FakeSession older = open(alice);
        older.showToken(Instant.EPOCH);
        FakeSession newer = open(alice);
        newer.showToken(Instant.now());
        Command.Invalidate invalidate = CommandLog.invalidate(alice, Instant.now().minusSeconds(60), null);

        RecordMetadata at = log.give(invalidate);
        await().atMost(SOON).until(() -> older.closedFor() instanceof CloseReason.Invalidated);
        assertThat(newer.closedFor()).isNull();
        log.materialize(BlocklistKey.invalidation(alice), BlockEntry.of(invalidate), at);
        await().atMost(SOON).until(() -> overlaySize() == 0);
        assertThat(invalidation(alice)).isEqualTo(BlockEntry.of(invalidate));
        assertThat(blocked(alice)).isFalse();
        enforcement.close();
        // The tail starts behind the command: what the node knows then it knows from disk.
        log.admin().alterConsumerGroupOffsets(log.topics().streamsGroup(),
                Map.of(new TopicPartition(log.topics().commands(), at.partition()),
                        new OffsetAndMetadata(at.offset() + 1)))
                .all().get();
        enforcement = start();
        enforcement.awaitReady();

        assertThat(overlaySize()).isZero();
        assertThat(invalidation(alice)).isEqualTo(BlockEntry.of(invalidate));
        FakeSession late = new FakeSession(Instant.now());
        late.showToken(Instant.EPOCH);
        assertThat(enforcement.admission().admit(late, List.of(alice)).isAdmitted()).isFalse();
        Instant end = Instant.now().plusSeconds(1);
        log.give(CommandLog.invalidate(alice, Instant.now(), end));
        await().atMost(SOON).until(() -> invalidation(alice) == null);
        assertThat(Instant.now()).isAfterOrEqualTo(end.truncatedTo(ChronoUnit.MILLIS));
    }

    // As if moderation-streams had taken everything but the last command of these subjects' partitions.
    private void commitAllBut(SubjectKey... last) throws Exception {
        for (SubjectKey key : last) {
            int partition = CommandLog.unblock(key).key().partition(3);
            TopicPartition commands = new TopicPartition(log.topics().commands(), partition);
            long end = log.readAll(log.topics().commands()).stream().filter(r -> r.partition() == partition)
                    .mapToLong(r -> r.offset()).max().orElseThrow();
            log.admin().alterConsumerGroupOffsets(log.topics().streamsGroup(),
                    Map.of(commands, new OffsetAndMetadata(end))).all().get();
        }
    }

    @Test
    void what_is_no_command_costs_nothing_but_itself() {
        SubjectKey alice = log.userIn(0, "chat");
        SubjectKey bob = log.userIn(0, "more");
        log.send(new ProducerRecord<>(log.topics().commands(), 0, alice.bytes(), new byte[]{1, 2, 3}));
        log.send(new ProducerRecord<>(log.topics().commands(), 0, new byte[0], new byte[0]));
        log.give(CommandLog.block(alice, null));
        Command.Block misplaced = CommandLog.block(bob, null);
        log.send(new ProducerRecord<>(log.topics().commands(), 1, misplaced.key().bytes(),
                CommandJson.encode(misplaced)));
        SubjectKey last = log.userIn(1, "chat");
        log.give(CommandLog.block(last, null));

        await().atMost(SOON).until(() -> blocked(alice) && blocked(last));
        assertThat(blocked(bob)).as("blocked by a command in the wrong partition").isFalse();
        assertThat(skipped("malformed")).isEqualTo(2);
        assertThat(skipped("misplaced")).isEqualTo(1);

        log.send(new ProducerRecord<>(log.topics().commands(), CommandLog.unblock(alice).key().bytes(), null));
        await().atMost(SOON).until(() -> !blocked(alice));
    }

    @Test
    void a_terminate_closes_and_lets_back_in() {
        SubjectKey alice = log.userIn(0, "chat");
        FakeSession session = open(alice);

        log.give(CommandLog.terminate(alice));

        await().atMost(SOON).until(() -> session.closedFor() instanceof CloseReason.Terminated);
        assertThat(blocked(alice)).isFalse();
    }

    @Test
    void a_store_that_was_not_read_for_too_long_is_made_anew() throws Exception {
        SubjectKey alice = log.userIn(0, "chat");
        Command.Block block = CommandLog.block(alice, null);
        log.materialize(alice, BlockEntry.of(block), log.give(block));
        await().atMost(SOON).until(() -> Files.exists(stateDir().resolve("last-read")));
        enforcement.close();
        Files.writeString(stateDir().resolve("last-read"), Instant.now().minus(Duration.ofMinutes(31)).toString());
        Path witness = Files.createFile(stateDir().resolve("witness"));

        enforcement = start();
        enforcement.awaitReady();

        assertThat(witness).doesNotExist();
        assertThat(blocked(alice)).isTrue();
    }

    /** Guards against a node that tries the same broken files for ever. */
    @Test
    void a_store_that_is_damaged_on_disk_is_made_anew() throws Exception {
        SubjectKey alice = log.userIn(0, "chat");
        Command.Block block = CommandLog.block(alice, null);
        log.materialize(alice, BlockEntry.of(block), log.give(block));
        await().atMost(SOON).until(() -> overlaySize() == 0 && blocked(alice));
        enforcement.close();
        List<Path> manifests;
        try (Stream<Path> files = Files.walk(stateDir())) {
            manifests = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST")).toList();
        }
        assertThat(manifests).isNotEmpty();
        for (Path manifest : manifests) {
            Files.writeString(manifest, "this is no manifest");
        }

        enforcement = start();
        enforcement.awaitReady();

        assertThat(blocked(alice)).isTrue();
    }

    private double skipped(String why) {
        return meters.get("bouncer.commands.skipped").tag("why", why).counter().count();
    }
}
