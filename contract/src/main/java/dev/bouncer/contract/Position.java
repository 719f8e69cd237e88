package dev.bouncer.contract;

/**
 * Where a command stands on the commands topic.
 *
 * @param partition from 0
 * @param offset    from 0
 */
public record Position(int partition, long offset) {
    /** @throws IllegalArgumentException if either is negative */
    public Position {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "position: expected partition and offset from 0, got " + partition + "/" + offset);
        }
    }
}
