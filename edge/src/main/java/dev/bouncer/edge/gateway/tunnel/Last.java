package dev.bouncer.edge.gateway.tunnel;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The last that a side hears.
 *
 * @param messages whole frames that may only stand between messages
 * @param close    the close frame, which may stand between any frames
 */
record Last(List<ByteBuffer> messages, ByteBuffer close) {
    ByteBuffer[] frames(boolean betweenMessages) {
        List<ByteBuffer> before = betweenMessages ? messages : List.of();
        ByteBuffer[] frames = new ByteBuffer[before.size() + 1];
        before.toArray(frames);
        frames[before.size()] = close;
        return frames;
    }
}
