package dev.bouncer.enforcement;

/** Whether this node knows what is in force. */
public enum Readiness {
    /** It has read the log to its end as of a moment ago. */
    READY,
    /** It is still reading what was on the log when it started. */
    CATCHING_UP,
    /**
     * It has been out of touch with Kafka for too long, or the fleet cannot know of it (yet): it enforces what it knows, and takes
     * no new clients.
     */
    STALE
}
