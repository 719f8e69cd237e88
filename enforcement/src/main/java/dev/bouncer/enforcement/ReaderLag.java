package dev.bouncer.enforcement;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a reader of a topic is behind, by partition. One thread says now and then how far the topic and the reader had
 * come; any thread may ask.
 */
final class ReaderLag {
    /**
     * Of one partition.
     *
     * @param records how many offsets the reader lacks
     * @param awaited the end that it has not reached
     * @param since   when the topic had that end, in milliseconds since 1970
     */
    private record Gap(long records, long awaited, long since) {
        static final Gap NONE = new Gap(0, 0, 0);
    }

    private final InstantSource clock;
    private volatile List<Gap> gaps;

    /** A reader that is not known to be behind. */
    ReaderLag(int partitions, InstantSource clock) {
        this.clock = clock;
        this.gaps = IntStream.range(0, partitions).mapToObj(unused -> Gap.NONE).toList();
    }

    /**
     * The topic ended there at that time, and the reader had come so far a moment later. For one thread.
     *
     * @param ends by partition, the offset after the last record
     * @param next by partition, the offset that the reader reads next
     */
    void look(Instant at, long[] ends, long[] next) {
        List<Gap> before = gaps;
        gaps = IntStream.range(0, ends.length)
                .mapToObj(p -> gap(before.get(p), at.toEpochMilli(), ends[p], next[p])).toList();
    }

    private static Gap gap(Gap before, long at, long end, long next) {
        if (next >= end) return Gap.NONE;
        // The end of a busy topic moves on for ever: what counts is the end that is awaited longest.
        return before.records() == 0 || next >= before.awaited()
                ? new Gap(end - next, end, at)
                : new Gap(end - next, before.awaited(), before.since());
    }

    /** How many offsets the partition's reader lacked when it was last looked at. */
    long records(int partition) {
        return gaps.get(partition).records();
    }

    /** For how long there has been a record that the partition's reader has not read yet, at least; 0 if there is none. */
    double seconds(int partition) {
        Gap gap = gaps.get(partition);
        return gap.records() == 0 ? 0 : Math.max(0, clock.millis() - gap.since()) / 1_000.0;
    }
}
