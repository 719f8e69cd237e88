package dev.bouncer.streams.topology;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** One task's processor with its stores, of any partition and without a driver; it is initialized when it is made. */
final class LoneTask implements AutoCloseable {
    final MockProcessorContext<byte[], Placed> context;
    final Processor<byte[], byte[], byte[], Placed> processor;
    private final int partition;
    private final List<Runnable> stores = new ArrayList<>();

    LoneTask(File state, int partition, int partitions) {
        this.partition = partition;
        Properties properties = new Properties();
        properties.put("application.id", "lone-task");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        context = new MockProcessorContext<>(properties, new TaskId(0, partition), state);
        context.setCurrentSystemTimeMs(Driven.START.toEpochMilli());
        CommandProcessor.Settings settings = new CommandProcessor.Settings(partitions, Driven.config(),
                Driven.DEAD_LETTER_BYTES, new CommandCounts(new SimpleMeterRegistry()),
                new ChainLengths(new SimpleMeterRegistry()));
        for (StoreBuilder<?> builder : settings.stores()) {
            var store = builder.withLoggingDisabled().withCachingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
            stores.add(store::close);
        }
        processor = settings.get();
        processor.init(context);
    }

    void process(Command command) {
        process(command.key().bytes(), CommandJson.encode(command));
    }

    void process(byte[] key, byte @Nullable [] value) {
        context.setRecordMetadata(Driven.TOPICS.commands(), partition, 7);
        processor.process(new Record<>(key, value, Driven.START.toEpochMilli(), new RecordHeaders()));
    }

    @Override
    public void close() {
        processor.close();
        stores.forEach(Runnable::run);
    }
}
