package dev.bouncer.streams.topology;

import java.io.File;
import java.time.Duration;
import java.util.List;

import dev.bouncer.contract.AuditRecord;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task that Kafka Streams closes and initializes again after its state was found corrupted. It stays the same task
 * there, and keeps every schedule that was not cancelled.
 */
final class RevivalTest {
    @TempDir
    File state = new File(".");

    private final Driven commands = new Driven();
    private LoneTask task;

    @BeforeEach
    void init() {
        task = new LoneTask(state, 0, 1);
    }

    @AfterEach
    void close() {
        commands.close();
        task.close();
    }

    @Test
    void onlyTheScheduleOfTheLatestInitIsLeft() {
        task.processor.close();
        task.processor.init(task.context);

        assertThat(task.context.scheduledPunctuators()).extracting(CapturedPunctuator::cancelled)
                .containsExactly(true, false);
    }

    @Test
    void closedProcessorClearsNothingAway() {
        task.process(commands.block(user("alice"), Duration.ofSeconds(1)));
        task.context.resetForwards();
        task.processor.close();
        sweepAsScheduledFirst();

        assertThat(task.context.forwarded()).isEmpty();
    }

    @Test
    void scheduleOfAnEarlierInitDoesNotForkTheAuditChain() {
        task.process(commands.block(user("alice"), Duration.ofSeconds(1)));
        task.processor.close();
        task.processor.init(task.context);
        task.process(commands.block(user("bob"), null));
        sweepAsScheduledFirst();

        List<AuditRecord> chain = task.context.forwarded(BlocklistTopology.AUDIT).stream()
                .map(forward -> AuditRecord.decode(Placed.SERIALIZER.serialize("topic", forward.record().value())))
                .toList();
        assertThat(chain).hasSize(3);
        assertThat(chain).extracting(AuditRecord::previous).containsExactly(AuditRecord.GENESIS, chain.get(0).hash(),
                chain.get(1).hash());
    }

    private void sweepAsScheduledFirst() {
        Punctuator first = task.context.scheduledPunctuators().getFirst().getPunctuator();
        first.punctuate(Driven.START.plusSeconds(1).plus(Driven.GRACE).toEpochMilli());
    }
}
