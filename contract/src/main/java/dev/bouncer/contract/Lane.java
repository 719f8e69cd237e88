package dev.bouncer.contract;

import java.util.Locale;

/**
 * The first part of a command's key. Block and unblock share a lane, so that compaction keeps the last of them and Kafka
 * keeps them in order; terminate and invalidate have their own, so that they never compact a block away.
 */
public enum Lane {
    /** Blocks and unblocks. */
    BLOCK,
    /** Terminates. */
    TERMINATE,
    /** Invalidations of tokens. */
    INVALIDATE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name used in keys. */
    public String wireName() {
        return wireName;
    }

    /** Whether its commands make rows of the blocklist: each of them leads to a record there. */
    public boolean isOnBlocklist() {
        return switch (this) {
            case BLOCK, INVALIDATE -> true;
            case TERMINATE -> false;
        };
    }

    static Lane ofWireName(String name) {
        for (Lane lane : values()) {
            if (lane.wireName.equals(name)) return lane;
        }
        throw new IllegalArgumentException(
                "key: expected the lane block, terminate or invalidate, got " + Text.quote(name));
    }
}
