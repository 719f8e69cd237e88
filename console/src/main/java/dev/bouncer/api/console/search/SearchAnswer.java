package dev.bouncer.api.console.search;

import java.time.Duration;
import java.util.List;

import dev.bouncer.contract.BlockEntry;
import org.jspecify.annotations.Nullable;

/** What came of a search. */
public sealed interface SearchAnswer {
    /**
     * Blocks in force, in order.
     *
     * @param blocks   those found
     * @param next     the cursor to go on with; null: there are no more, or more time is needed to say
     * @param complete whether all rows were looked at that had to be; otherwise, by the order of the keys, {@code next} goes on
     *                 behind the last of them; by any other, there may be blocks that belong before these
     * @param searched how many rows were looked at
     * @param took     how long that took
     */
    record Found(List<BlockEntry> blocks, @Nullable String next, boolean complete, long searched, Duration took)
            implements
                SearchAnswer {
        /** Copies the blocks. */
        public Found {
            blocks = List.copyOf(blocks);
        }
    }

    /** As many searches run or wait as may: to be tried again in a moment. */
    record Busy() implements SearchAnswer {}
}
