package dev.bouncer.bench.store;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.EnforcementConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it takes to find that a user is not blocked. JMH's, which runs it in a JVM of its own. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class LookupBenchmark {
    static final String KAFKA = "bench.lookup.kafka";
    static final String DIR = "bench.lookup.dir";
    static final String BLOCKS = "bench.lookup.blocks";

    // More than any cache of the processor holds of what they lead to.
    private static final int ABSENT = 1 << 16;

    private final SubjectKey[] absent = IntStream.range(0, ABSENT)
            .mapToObj(i -> SubjectKey.of(Fleet.APP, SubjectKind.USER, "u-" + i + "-absent")).toArray(SubjectKey[]::new);
    private int next;

    /** For JMH. */
    public LookupBenchmark() {}

    private SubjectKey nextAbsent() {
        return absent[next++ & (ABSENT - 1)];
    }

    /** An edge without sockets. */
    @State(Scope.Benchmark)
    public static class Edge {
        private final Enforcement enforcement = Enforcement.start(
                EnforcementConfig.of(System.getProperty(KAFKA, ""), Path.of(System.getProperty(DIR, ""))),
                new SimpleMeterRegistry(), InstantSource.system());
        private final Instant now = Instant.now();

        /** For JMH. */
        public Edge() {}

        /** Waits until it knows what is in force. */
        @Setup(Level.Trial)
        public void awaitReady() throws InterruptedException {
            enforcement.awaitReady();
        }

        /** Ends it. */
        @TearDown(Level.Trial)
        public void close() {
            enforcement.close();
        }

        BlocklistView view() {
            return enforcement.view();
        }
    }

    /** The store of that edge, which has ended. */
    @State(Scope.Benchmark)
    public static class Files {
        private final ClosedStore store = new ClosedStore(Path.of(System.getProperty(DIR, "")));

        /** For JMH. */
        public Files() {}

        /** Ends it. */
        @TearDown(Level.Trial)
        public void close() {
            store.close();
        }
    }

    /** The same keys in memory. */
    @State(Scope.Benchmark)
    public static class Table {
        private final Map<Bytes, byte[]> blocks = new HashMap<>();

        /** For JMH. */
        public Table() {}

        /** Fills it. */
        @Setup(Level.Trial)
        public void fill() {
            byte[] value = {};
            for (int i = 0; i < Integer.getInteger(BLOCKS, 0); i++) {
                blocks.put(Bytes.wrap(SubjectKey.of(Fleet.APP, SubjectKind.USER, "u-" + i).bytes()), value);
            }
        }
    }

    /** As at a connect. */
    @Benchmark
    public @Nullable BlockEntry view(Edge edge) {
        return edge.view().find(nextAbsent(), edge.now);
    }

    /** What of it is one call across to RocksDB. */
    @Benchmark
    public byte @Nullable [] rocksDb(Files files) {
        return files.store.get(BlocklistKey.block(nextAbsent()).bytes());
    }

    /** The least there is. */
    @Benchmark
    public byte @Nullable [] hashMap(Table table) {
        return table.blocks.get(Bytes.wrap(nextAbsent().bytes()));
    }
}
