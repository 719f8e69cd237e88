package dev.bouncer.edge.gateway.frames;

import java.nio.ByteBuffer;

/** Hears the payload of data frames, unmasked. Called one at a time; must not block. */
public interface PayloadListener {
    /** Another message begins. */
    void begins(boolean text);

    /** More of its payload. The bytes are taken back afterwards. */
    void goesOn(ByteBuffer payload);

    /** That was all of it. */
    void ends();
}
