package dev.bouncer.streams.history;

import java.time.Duration;

import dev.bouncer.contract.HistoryRequest;

/** One copy of a partition's histories. Thread-safe. */
interface Copy {
    /**
     * Reads a part of a history. May block, but hardly longer than it may.
     *
     * @param request for the partition of this copy
     * @throws HistoryUnavailable   if this copy cannot tell it in that time
     * @throws InterruptedException if the thread is interrupted
     */
    Part read(HistoryRequest request, Duration within) throws HistoryUnavailable, InterruptedException;
}
