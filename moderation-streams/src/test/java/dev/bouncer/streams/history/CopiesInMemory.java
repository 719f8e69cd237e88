package dev.bouncer.streams.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.bouncer.contract.Times;

/** Copies that say what they are told to. Not thread-safe while it is being told. */
final class CopiesInMemory implements Copies {
    /** A copy that cannot be read. */
    static final Copy DEAD = (_, _) -> {
        throw new HistoryUnavailable("dead");
    };
    /** A copy that takes all the time it has. */
    static final Copy SLOW = (_, within) -> {
        new CountDownLatch(1).await(within.toMillis(), TimeUnit.MILLISECONDS);
        throw new HistoryUnavailable("too slow");
    };

    private final int partitions;
    private final Map<Integer, List<Copy>> everywhere = new HashMap<>();
    private final Map<Integer, List<Copy>> here = new HashMap<>();

    CopiesInMemory(int partitions) {
        this.partitions = partitions;
    }

    static byte[] event(String name, Instant at) {
        return ("{\"name\":\"" + name + "\",\"at\":\"" + Times.format(at) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    static Copy telling(byte[]... events) {
        return (request, _) -> new Part(List.of(events).subList(0, Math.min(events.length, request.limit())), false);
    }

    void put(int partition, Copy... copies) {
        everywhere.put(partition, List.of(copies));
    }

    void putHere(int partition, Copy... copies) {
        here.put(partition, List.of(copies));
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public List<Copy> here(int partition) {
        return here.getOrDefault(partition, List.of(DEAD));
    }

    @Override
    public List<Copy> everywhere(int partition) {
        return everywhere.getOrDefault(partition, List.of(DEAD));
    }
}
