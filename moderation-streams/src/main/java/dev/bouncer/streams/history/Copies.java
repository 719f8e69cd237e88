package dev.bouncer.streams.history;

import java.util.List;

/** Where the histories are. Thread-safe. */
interface Copies {
    /**
     * How many partitions the commands have.
     *
     * @throws HistoryUnavailable as long as that is not known
     */
    int partitions() throws HistoryUnavailable;

    /** This instance's own copies, the best first. */
    List<Copy> here(int partition);

    /** All copies, in the order in which they should be asked. */
    List<Copy> everywhere(int partition);
}
