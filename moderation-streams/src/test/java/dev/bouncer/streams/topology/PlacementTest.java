package dev.bouncer.streams.topology;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.bouncer.streams.topology.Driven.TOPICS;
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
    private final List<AutoCloseable> stores = new ArrayList<>();
    private @Nullable MockProcessorContext<byte[], Placed> context;
    private @Nullable Processor<byte[], byte[], byte[], Placed> processor;

    @BeforeEach
    void init() {
        Properties properties = new Properties();
        properties.put("application.id", "placement");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        context = new MockProcessorContext<>(properties, new TaskId(0, OURS), state);
        context.setCurrentSystemTimeMs(Driven.START.toEpochMilli());
        CommandProcessor.Settings settings = new CommandProcessor.Settings(PARTITIONS, Driven.config(),
                Driven.DEAD_LETTER_BYTES, new CommandCounts(new SimpleMeterRegistry()));
        for (StoreBuilder<?> builder : settings.stores()) {
            var store = builder.withLoggingDisabled().withCachingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
            stores.add(store::close);
        }
        processor = settings.get();
        processor.init(context);
    }

    @AfterEach
    void close() throws Exception {
        commands.close();
        for (AutoCloseable store : stores) {
            store.close();
        }
    }

    @Test
    void blocklistAndAuditGoToThePartitionOfTheCommandWhateverTheirKeysHashTo() {
        for (SubjectKey subject : subjectsOf(OURS)) {
            process(commands.block(subject, Duration.ofSeconds(1)));
        }

        assertThat(placesOn(BlocklistTopology.BLOCKLIST)).hasSize(20).containsOnly(OURS);
        assertThat(placesOn(BlocklistTopology.AUDIT)).hasSize(20).containsOnly(OURS);
    }

    @Test
    void expiriesGoToThePartitionOfTheirTask() {
        process(commands.block(subjectsOf(OURS).getFirst(), Duration.ofSeconds(1)));
        context().resetForwards();
        context().scheduledPunctuators().getFirst().getPunctuator()
                .punctuate(Driven.START.plusSeconds(1).plus(Driven.GRACE).toEpochMilli());

        assertThat(placesOn(BlocklistTopology.BLOCKLIST)).containsExactly(OURS);
        assertThat(placesOn(BlocklistTopology.AUDIT)).containsExactly(OURS);
    }

    @Test
    void misplacedCommandGoesToItsOwnPartitionAndItsTombstoneStays() {
        for (int home = 0; home < PARTITIONS; home++) {
            if (home == OURS) continue;
            context().resetForwards();
            Command.Block block = commands.block(subjectsOf(home).getFirst(), null);
            process(block);

            var forwarded = context().forwarded(BlocklistTopology.FORWARD);
            assertThat(placesOn(BlocklistTopology.FORWARD)).containsExactly(home, OURS);
            assertThat(forwarded.get(0).record().key()).isEqualTo(block.key().bytes());
            assertThat(written(forwarded.get(0).record().value())).isEqualTo(CommandJson.encode(block));
            assertThat(forwarded.get(1).record().key()).isEqualTo(block.key().bytes());
            assertThat(written(forwarded.get(1).record().value())).isNull();
            assertThat(context().forwarded()).as("nothing else").hasSize(2);
        }
    }

    @Test
    void tombstoneOfAMisplacedCommandIsNoUnblock() {
        String key = commands.block(subjectsOf(1).getFirst(), null).key().toString();
        process(utf8(key), null);

        assertThat(context().forwarded()).isEmpty();
    }

    @Test
    void deadLettersGoToTheirOnePartition() {
        process(utf8("poison"), utf8("poison"));

        assertThat(placesOn(BlocklistTopology.DEAD_LETTERS)).containsExactly(0);
    }

    private void process(Command command) {
        process(command.key().bytes(), CommandJson.encode(command));
    }

    private void process(byte[] key, byte @Nullable [] value) {
        context().setRecordMetadata(TOPICS.commands(), OURS, 7);
        if (processor == null) throw new IllegalStateException();
        processor.process(new Record<>(key, value, Driven.START.toEpochMilli(), new RecordHeaders()));
    }

    private MockProcessorContext<byte[], Placed> context() {
        if (context == null) throw new IllegalStateException();
        return context;
    }

    private List<Integer> placesOn(String sink) {
        return context().forwarded(sink).stream().map(forward -> Placed.PARTITIONER.partitions("topic",
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
