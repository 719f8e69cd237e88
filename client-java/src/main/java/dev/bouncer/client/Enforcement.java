package dev.bouncer.client;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How far a command has come on the edges.
 *
 * @param everywhere     whether all edges have confirmed it
 * @param edges          how many have
 * @param missing        those that have not
 * @param silent         those of them that have said nothing at all for 5 s
 * @param sessionsClosed by all edges together
 * @param slowest        from the log to the last session of the slowest edge; null: none was closed
 */
public record Enforcement(boolean everywhere, int edges, List<String> missing, List<String> silent, long sessionsClosed,
        @Nullable Duration slowest) {
    /** Copies. */
    public Enforcement {
        missing = List.copyOf(missing);
        silent = List.copyOf(silent);
    }
}
