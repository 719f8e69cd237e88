package dev.bouncer.contract;

import java.util.Locale;

/**
 * The first part of a command's key. Block and unblock share a lane, so that compaction keeps the last of them and Kafka
 * keeps them in order; terminate has its own, so that it never compacts a block away.
 */
public enum Lane {
    /** Blocks and unblocks. */
    BLOCK,
    /** Terminates. */
    TERMINATE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name used in keys. */
    public String wireName() {
        return wireName;
    }

    static Lane ofWireName(String name) {
        for (Lane lane : values()) {
            if (lane.wireName.equals(name)) return lane;
        }
        throw new IllegalArgumentException("key: expected the lane block or terminate, got " + Text.quote(name));
    }
}
