package dev.bouncer.api.console.search;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.bouncer.contract.BlockEntry;

/** In which order blocks are listed; those that are equal by it, by their keys. */
public enum SearchOrder {
    /** By their keys: the one order that needs no more rows than are shown. */
    KEY,
    /** Those given last first. */
    NEWEST,
    /** Those that end next first, and those that never end last. */
    NEXT_TO_EXPIRE;

    static final long NEVER = Long.MAX_VALUE;

    /** The name in URLs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The order of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SearchOrder ofWireName(String name) {
        for (SearchOrder order : values()) {
            if (order.wireName().equals(name)) return order;
        }
        throw new IllegalArgumentException("order: expected one of "
                + Arrays.stream(values()).map(SearchOrder::wireName).collect(Collectors.joining(", ")));
    }

    /** What comes first by it: the least. */
    long rank(BlockEntry block) {
        return switch (this) {
            case KEY -> 0;
            case NEWEST -> -block.since().toEpochMilli();
            case NEXT_TO_EXPIRE -> {
                Instant end = block.expiresAt();
                yield end == null ? NEVER : end.toEpochMilli();
            }
        };
    }

    /** The same by the row's bytes; {@link Long#MIN_VALUE}, which is before all others, where they do not show it. */
    long rank(byte[] json) {
        return switch (this) {
            case KEY -> 0;
            case NEWEST -> {
                int at = RowBytes.valueOf(RowBytes.SINCE, json);
                long since = at < 0 ? RowBytes.NO_TIME : RowBytes.time(json, at);
                yield since == RowBytes.NO_TIME ? Long.MIN_VALUE : -since;
            }
            case NEXT_TO_EXPIRE -> {
                int at = RowBytes.valueOf(RowBytes.EXPIRES_AT, json);
                if (at < 0) yield NEVER;
                long end = RowBytes.time(json, at);
                yield end == RowBytes.NO_TIME ? Long.MIN_VALUE : end;
            }
        };
    }
}
