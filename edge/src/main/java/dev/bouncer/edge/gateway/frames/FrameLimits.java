package dev.bouncer.edge.gateway.frames;

/**
 * How much one sender may send at a time.
 *
 * @param maxFrame   longest payload of a frame, in bytes
 * @param maxMessage longest payload of all of a message's frames, in bytes
 */
public record FrameLimits(long maxFrame, long maxMessage) {
    /** As much as it likes. */
    public static final FrameLimits NONE = new FrameLimits(Long.MAX_VALUE, Long.MAX_VALUE);
}
