package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.FakeSession;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What transactions of others, open or aborted, do to enforcement. */
class EnforcementTransactionsIT extends EnforcementOnLog {
    EnforcementTransactionsIT(@TempDir Path dir) {
        super(dir);
    }

    @Test
    void an_aborted_lift_of_an_invalidation_lets_nobody_stay() {
        SubjectKey alice = log.userIn(0, "chat");
        log.give(CommandLog.invalidate(alice, Instant.now(), null));
        await().atMost(SOON).until(() -> invalidation(alice) != null);

        try (KafkaProducer<byte[], byte[]> foreign = log
                .producer(Map.of("transactional.id", log.topics().prefix() + "lifting"))) {
            foreign.initTransactions();
            foreign.beginTransaction();
            CommandLog.send(foreign, log.record(
                    Command.Invalidate.lift(UUID.randomUUID(), alice, null, "test", Instant.now())));
            foreign.flush();
            await().atMost(SOON).until(() -> invalidation(alice) == null);
            FakeSession slippedIn = open(alice);
            foreign.abortTransaction();

            await().atMost(SOON).until(() -> invalidation(alice) != null);
            await().atMost(SOON).until(() -> slippedIn.closedFor() instanceof CloseReason.Invalidated);
        }
    }

    @Test
    void an_aborted_command_counts_until_it_is_found_out_and_what_it_replaced_counts_again() {
        SubjectKey alice = log.userIn(0, "chat");
        log.give(CommandLog.block(alice, null));
        await().atMost(SOON).until(() -> blocked(alice));

        try (KafkaProducer<byte[], byte[]> foreign = log
                .producer(Map.of("transactional.id", log.topics().prefix() + "foreign"))) {
            foreign.initTransactions();
            foreign.beginTransaction();
            CommandLog.send(foreign, log.record(CommandLog.unblock(alice)));
            foreign.flush();
            await().atMost(SOON).until(() -> !blocked(alice));
            FakeSession slippedIn = open(alice);
            foreign.abortTransaction();

            await().atMost(SOON).until(() -> blocked(alice));
            await().atMost(SOON).until(() -> slippedIn.closedFor() instanceof CloseReason.Blocked);
        }
    }

    @Test
    void an_open_transaction_of_somebody_else_does_not_hold_enforcement_back() {
        SubjectKey alice = log.userIn(0, "chat");
        try (KafkaProducer<byte[], byte[]> foreign = log
                .producer(Map.of("transactional.id", log.topics().prefix() + "hung"))) {
            foreign.initTransactions();
            foreign.beginTransaction();
            CommandLog.send(foreign, log.record(CommandLog.block(log.userIn(0, "other"), null)));
            foreign.flush();

            log.give(CommandLog.block(alice, null));

            await().atMost(SOON).until(() -> blocked(alice));
            foreign.abortTransaction();
        }
    }

    @Test
    void uncommitted_blocklist_records_are_not_in_the_store() {
        SubjectKey alice = log.userIn(0, "chat");
        Command.Block block = CommandLog.block(alice, null);
        try (KafkaProducer<byte[], byte[]> streams = log
                .producer(Map.of("transactional.id", log.topics().prefix() + "streams"))) {
            streams.initTransactions();
            streams.beginTransaction();
            CommandLog.send(streams, new ProducerRecord<>(log.topics().blocklist(), 0, alice.bytes(),
                    BlockJson.encode(BlockEntry.of(block))));
            streams.flush();
            streams.abortTransaction();
        }
        SubjectKey marker = log.userIn(0, "marker");
        Command.Block after = CommandLog.block(marker, null);
        RecordMetadata source = log.give(after);
        await().atMost(SOON).until(() -> blocked(marker));
        log.materialize(marker, BlockEntry.of(after), source);
        await().atMost(SOON).until(() -> overlaySize() == 0);

        assertThat(blocked(alice)).isFalse();
    }
}
