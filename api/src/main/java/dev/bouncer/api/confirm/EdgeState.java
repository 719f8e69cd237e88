package dev.bouncer.api.confirm;

import java.time.Duration;

import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.Position;

/**
 * An edge as this node knows it now.
 *
 * @param said      what it said last
 * @param silentFor how long ago that was
 * @param counted   whether commands have to be confirmed by it: not before it has known what is in force for the first
 *                  time, since it has had no session until then, nor when it must have fenced itself
 * @param contested whether another process speaks by its name, so that nobody knows for whom it confirms
 */
public record EdgeState(EdgeAnnouncement said, Duration silentFor, boolean counted, boolean contested) {
    /** Its id. */
    public String id() {
        return said.edge();
    }

    /** Whether it has said nothing for so long that it may be dead, or cut off with its clients still connected. */
    public boolean isSilent() {
        return silentFor.compareTo(Edges.SILENT_AFTER) >= 0;
    }

    /** Whether it has said that it has enforced the command that stands there. */
    public boolean hasConfirmed(Position position) {
        return !contested && said.hasApplied(position);
    }
}
