package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.bouncer.cli.CliRun;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bouncer replay} of audit logs that were made up, so that no process had to write them. */
@ExtendWith(SharedBroker.class)
@Order(4)
class ReplayIT {
    private static final int PARTITIONS = 2;
    private static final int USERS = 12;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final String prefix = SharedBroker.freshPrefix();
    private final String into = SharedBroker.freshPrefix();
    private final CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), prefix, PARTITIONS);
    private final String[] last = {AuditRecord.GENESIS, AuditRecord.GENESIS};
    private Instant at = Instant.parse("2026-01-01T00:00:00Z");
    private int offset;

    @AfterEach
    void stop() {
        log.close();
    }

    private static SubjectKey user(int i) {
        return SubjectKey.of("chat", SubjectKind.USER, "user-" + i);
    }

    private void happened(Command command) {
        int partition = command.key().partition(PARTITIONS);
        at = at.plusSeconds(1);
        AuditRecord event = AuditRecord.chain(last[partition],
                new AuditEvent.Accepted(command, new Position(partition, offset++), null, at));
        last[partition] = event.hash();
        log.send(new ProducerRecord<>(log.topics().audit(), partition, command.subject().bytes(), event.encode()));
    }

    /** Of each three users one is blocked, one was, and one was and is again. */
    private void muchHappened() {
        for (int i = 0; i < USERS; i++) {
            happened(CommandLog.block(user(i), null));
            happened(CommandLog.terminate(user(i)));
        }
        for (int i = 0; i < USERS; i++) {
            if (i % 3 > 0) happened(CommandLog.unblock(user(i)));
        }
        for (int i = 0; i < USERS; i++) {
            if (i % 3 > 1) happened(CommandLog.block(user(i), null));
        }
    }

    private static CliRun cli(String... args) {
        return CliRun.of(args(args));
    }

    private static String[] args(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--kafka", SharedBroker.bootstrapServers()));
        return all.toArray(String[]::new);
    }

    private CliRun replay(String... more) {
        List<String> args = new ArrayList<>(
                List.of("replay", "--prefix", prefix, "--into", into, "--replication-factor", "1"));
        args.addAll(List.of(more));
        return cli(args.toArray(String[]::new));
    }

    private CliRun check(int partitions) {
        return cli("topics", "check", "--prefix", into, "--partitions", "" + partitions, "--replication-factor", "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void the_new_topics_may_have_another_number_of_partitions(int partitions) {
        muchHappened();

        CliRun run = replay("--partitions", "" + partitions);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("replayed 36 commands of ").contains("blocks in force: 8\n");
        assertThat(check(partitions).out()).isEmpty();
        assertThat(cli("audit", "verify", "--prefix", into).out())
                .startsWith("all well: 36 events in " + partitions + " partitions, 8 blocks in force");
        Map<Integer, List<Long>> times = log.readAll(new Topics(into).audit()).stream()
                .collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.mapping(ConsumerRecord::timestamp,
                        Collectors.toList())));
        assertThat(times.values()).as("what met in a partition is in the order of its times")
                .allSatisfy(each -> assertThat(each).isSorted());
        assertThat(cli("audit", "history", "user:user-2", "--app", "chat", "--prefix", into).lines()).hasSize(4)
                .last().asString().contains("  accepted  block chat:user:user-2 ");
    }

    @Test
    void invalidations_are_replayed_beside_the_blocks() {
        happened(CommandLog.block(user(0), null));
        for (int i = 0; i < 4; i++) {
            happened(CommandLog.invalidate(user(i), at, null));
        }
        happened(Command.Invalidate.lift(UUID.randomUUID(), user(3), null, "test", at));

        CliRun run = replay("--partitions", "3");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("replayed 6 commands of ").contains("blocks in force: 4\n");
        assertThat(cli("audit", "verify", "--prefix", into).out()).startsWith("all well: 6 events in 3 partitions, 4 ");
        CliRun then = cli("audit", "at", at.toString(), "user:user-0", "--app", "chat", "--prefix", prefix);
        assertThat(then.lines()).hasSize(2).last().asString().contains("chat:user:user-0, tokens issued before ");
        assertThat(cli("audit", "at", at.toString(), "--prefix", prefix).lines()).hasSize(4);
        assertThat(cli("audit", "history", "user:user-3", "--app", "chat", "--prefix", into).lines()).hasSize(2)
                .first().asString()
                .contains("  accepted  invalidate chat:user:user-3 by test of tokens issued before ");
    }

    @Test
    void commands_of_one_id_that_meet_in_fewer_partitions_are_told_and_nothing_starts_on_what_came_of_it(
            @TempDir Path dir) {
        UUID id = UUID.randomUUID();
        happened(new Command.Terminate(id, log.userIn(0, "chat"), null, "test", Instant.now()));
        happened(new Command.Terminate(id, other(log.userIn(0, "chat")), null, "test", Instant.now()));

        CliRun run = replay("--partitions", "1");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("not all commands were carried out again, first not terminate:chat:user:user-",
                "with id " + id, "goes away without --partitions", "the topics of " + into + " are not whole",
                "delete them and run it again");
        refused(dir);
    }

    // Whose terminates go elsewhere.
    private static SubjectKey other(SubjectKey subject) {
        int partition = CommandLog.terminate(subject).key().partition(PARTITIONS);
        int i = 0;
        while (CommandLog.terminate(user(i)).key().partition(PARTITIONS) == partition) {
            i++;
        }
        return user(i);
    }

    private void refused(Path dir) {
        try (Fleet fleet = new Fleet(SharedBroker.bootstrapServers(), into, dir)) {
            assertThatThrownBy(fleet::startStreams).hasMessageContaining("are not whole: 'bouncer replay' is filling");
            assertThatThrownBy(() -> fleet.startEdge("edge")).hasMessageContaining("are not whole");
            assertThatThrownBy(fleet::startApi).hasMessageContaining("are not whole");
        }
    }

    @Test
    void one_that_was_broken_off_leaves_topics_on_which_nothing_starts_until_they_are_deleted(@TempDir Path dir)
            throws Exception {
        muchHappened();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread broken = Thread.ofPlatform().start(() -> CliRun.into(new ByteArrayOutputStream(), err,
                args("replay", "--prefix", prefix, "--into", into, "--replication-factor", "1")));
        await().atMost(SOON).until(() -> !topics().isEmpty());
        broken.interrupt();
        broken.join(SOON);
        assertThat(broken.isAlive()).isFalse();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the topics of " + into + " are not whole");

        refused(dir);
        assertThat(check(PARTITIONS).out()).contains("moderation.commands: min.compaction.lag.ms: expected ");
        CliRun again = replay();
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("found those of a replay that still runs, or was broken off",
                "delete them and run it again", "--list --topic '" + into + "moderation.*'");

        log.admin().deleteTopics(topics()).all().get();
        await().atMost(SOON).until(() -> topics().isEmpty());
        assertThat(replay().out()).startsWith("replayed 36 commands of ").contains("blocks in force: 8\n");
        assertThat(check(PARTITIONS).out()).isEmpty();
        CliRun whole = replay();
        assertThat(whole.status()).isEqualTo(2);
        assertThat(whole.err()).contains("expected a prefix without topics, found " + into);
    }

    private List<String> topics() throws Exception {
        return log.admin().listTopics().names().get().stream().filter(name -> name.startsWith(into)).toList();
    }

    @Test
    void commands_after_a_time_are_left_out_and_the_log_itself_is_no_target() {
        happened(CommandLog.block(user(1), null));
        Instant until = at;
        happened(CommandLog.block(user(2), null));
        assertThat(cli("replay", "--prefix", prefix, "--into", prefix).status()).isEqualTo(2);

        CliRun early = replay("--until", until.toString(), "--json");

        assertThat(early.out()).contains("\"commands\":1,\"blocks_in_force\":1");
    }

    @Test
    void what_is_no_event_is_left_out_and_told_when_all_else_is_done() {
        happened(CommandLog.block(user(1), null));
        log.send(new ProducerRecord<>(log.topics().audit(), 0, null, "no event".getBytes(StandardCharsets.UTF_8)));
        happened(CommandLog.block(user(2), null));

        CliRun run = replay();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("replayed 2 commands of ", "blocks in force: 2\n");
        assertThat(run.err()).contains("no events and were left out: 1").doesNotContain("not whole");
        assertThat(check(PARTITIONS).out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void a_number_of_partitions_that_cannot_be_is_refused_before_anything_is_made(String partitions) throws Exception {
        CliRun run = replay("--partitions", partitions);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("partitions: expected at least 1, got " + partitions);
        assertThat(topics()).isEmpty();
    }
}
