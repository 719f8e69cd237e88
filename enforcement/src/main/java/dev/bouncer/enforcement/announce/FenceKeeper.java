package dev.bouncer.enforcement.announce;

import java.time.Instant;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to the fence: tells the sessions to go once it has closed, and opens it when the fleet knows of this edge and the edge
 * of all commands until then, or when it has to do without. {@link #keep} belongs to one thread, {@link #answered} to any.
 */
final class FenceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(FenceKeeper.class);

    private final Fence fence;
    private final String edge;
    private final String topic;
    private volatile @Nullable Exception refusal;
    // Whether the fence was open when it was last looked at.
    private boolean serving;

    /** @param topic of the announcements */
    FenceKeeper(Fence fence, String edge, String topic) {
        this.fence = fence;
        this.edge = edge;
        this.topic = topic;
    }

    /**
     * Does what is to be done now.
     *
     * @return whether it has opened the fence
     */
    // Whoever was let in before the fence closed must be gone before it opens, and whoever comes then be judged by all that
    // came between.
    boolean keep(Announcer.Subject announced) {
        if (fence.isOpen()) return false;
        int told = announced.closeAll();
        if (serving) {
            serving = false;
            LOG.atWarn().addKeyValue("edge", edge).addKeyValue("sessions", told)
                    .log("no announcement acknowledged for too long: serves nobody");
        }
        Instant known = fence.knownSince();
        boolean opened = known == null ? doesWithout() : announced.hasReadSince(known) && fence.open();
        if (!opened) return false;
        serving = true;
        LOG.atInfo().addKeyValue("edge", edge).log("may serve");
        return true;
    }

    private boolean doesWithout() {
        Exception refused = refusal;
        boolean goesOn = refused == null ? fence.isOverdue() : fence.mayDoWithout();
        if (!goesOn) return false;
        fence.openUnknown();
        LOG.atError().addKeyValue("edge", edge).addKeyValue("topic", topic)
                .addKeyValue("error", refused == null ? "none was acknowledged in time" : refused.getMessage())
                .log("serves without being known: whoever waits for a command to be enforced does not wait for this edge; "
                        + "expected the topic to be there, and the right to write to it");
        return true;
    }

    /**
     * What became of an announcement.
     *
     * @param said    when it was made
     * @param failure null: it was acknowledged
     * @return whether it is worth looking at once whether the fence can be opened
     */
    boolean answered(Moment said, Instant now, @Nullable Exception failure) {
        refusal = failure != null && isRefusal(failure) ? failure : null;
        if (failure == null) fence.acknowledged(said, now);
        return failure == null || (refusal != null && fence.mayDoWithout());
    }

    // What trying again does not mend; a time-out has it as its cause.
    private static boolean isRefusal(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException || cause instanceof UnknownTopicOrPartitionException)
                return true;
        }
        return false;
    }
}
