package dev.bouncer.streams.topology;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.bouncer.streams.topology.Driven.user;
import static dev.bouncer.streams.topology.Driven.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/** Which partition what goes to, for a task that is not that of partition 0, which the driver cannot show. */
final class PlacementTest {
    private static final int PARTITIONS = 6;
    private static final int OURS = 4;

    @TempDir
    File state = new File(".");

    private final Driven commands = new Driven();
    private LoneTask task;

    @BeforeEach
    void init() {
        task = new LoneTask(state, OURS, PARTITIONS);
    }

    @AfterEach
    void close() {
        commands.close();
        task.close();
    }

    @Test
    void blocklistAndAuditGoToThePartitionOfTheCommandWhateverTheirKeysHashTo() {
        for (SubjectKey subject : subjectsOf(OURS)) {
            task.process(commands.block(subject, Duration.ofSeconds(1)));
        }

        assertThat(placesOn(BlocklistTopology.BLOCKLIST)).hasSize(20).containsOnly(OURS);
        assertThat(placesOn(BlocklistTopology.AUDIT)).hasSize(20).containsOnly(OURS);
    }

    @Test
    void expiriesGoToThePartitionOfTheirTask() {
        task.process(commands.block(subjectsOf(OURS).getFirst(), Duration.ofSeconds(1)));
        task.context.resetForwards();
        task.context.scheduledPunctuators().getFirst().getPunctuator()
                .punctuate(Driven.START.plusSeconds(1).plus(Driven.GRACE).toEpochMilli());

        assertThat(placesOn(BlocklistTopology.BLOCKLIST)).containsExactly(OURS);
        assertThat(placesOn(BlocklistTopology.AUDIT)).containsExactly(OURS);
    }

    @Test
    void misplacedCommandGoesToItsOwnPartitionAndItsTombstoneStays() {
        for (int home = 0; home < PARTITIONS; home++) {
            if (home == OURS) continue;
            task.context.resetForwards();
            Command.Block block = commands.block(subjectsOf(home).getFirst(), null);
            task.process(block);

            var forwarded = task.context.forwarded(BlocklistTopology.FORWARD);
            assertThat(placesOn(BlocklistTopology.FORWARD)).containsExactly(home, OURS);
            assertThat(forwarded.get(0).record().key()).isEqualTo(block.key().bytes());
            assertThat(written(forwarded.get(0).record().value())).isEqualTo(CommandJson.encode(block));
            assertThat(forwarded.get(1).record().key()).isEqualTo(block.key().bytes());
            assertThat(written(forwarded.get(1).record().value())).isNull();
            assertThat(task.context.forwarded()).as("nothing else").hasSize(2);
        }
    }

    @Test
    void tombstoneOfAMisplacedCommandIsNoUnblock() {
        String key = commands.block(subjectsOf(1).getFirst(), null).key().toString();
        task.process(utf8(key), null);

        assertThat(task.context.forwarded()).isEmpty();
    }

    @Test
    void deadLettersGoToTheirOnePartition() {
        task.process(utf8("poison"), utf8("poison"));

        assertThat(placesOn(BlocklistTopology.DEAD_LETTERS)).containsExactly(0);
    }

    private List<Integer> placesOn(String sink) {
        return task.context.forwarded(sink).stream().map(forward -> Placed.PARTITIONER.partitions("topic",
                forward.record().key(), forward.record().value(), PARTITIONS)).map(Optional::orElseThrow)
                .flatMap(Set::stream).toList();
    }

    private static byte @Nullable [] written(Placed placed) {
        return Placed.SERIALIZER.serialize("topic", placed);
    }

    private static List<SubjectKey> subjectsOf(int partition) {
        return IntStream.range(0, 10_000).mapToObj(i -> user("user-" + i))
                .filter(subject -> new CommandKey(Lane.BLOCK, subject)
                        .partition(PARTITIONS) == partition)
                .limit(20).toList();
    }
}
