package dev.bouncer.cli.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import org.jspecify.annotations.Nullable;

/**
 * Two blocklists side by side: what the events say and what the topic holds. Both may move; where they differ is kept, and
 * looked at again. One thread.
 */
final class Comparison {
    private final DiskMap said;
    private final DiskMap held;
    private final DiskMap differing;
    private final Same same;
    private long left;

    /** Whether a key's values are as good as equal; null: there is none. */
    @FunctionalInterface
    interface Same {
        /** Decides. */
        boolean test(byte[] key, byte @Nullable [] said, byte @Nullable [] held);
    }

    /** @param differing without entries; belongs to the comparison */
    Comparison(DiskMap said, DiskMap held, DiskMap differing, Same same) {
        this.said = said;
        this.held = held;
        this.differing = differing;
        this.same = same;
    }

    /** Whether both say the same of the subject. */
    static boolean equal(byte @Nullable [] said, byte @Nullable [] held) {
        if (Arrays.equals(said, held)) return true;
        if (said == null || held == null) return false;
        BlockEntry entry = entry(held);
        return entry != null && entry.equals(entry(said));
    }

    /** The block that a value tells; null: none that can be read. */
    static @Nullable BlockEntry entry(byte @Nullable [] value) {
        try {
            return value == null ? null : BlockJson.decode(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Goes through all of both; how many keys differ. */
    long all() {
        try (DiskMap.Cursor a = said.cursor(); DiskMap.Cursor b = held.cursor()) {
            byte[] x = a.key();
            byte[] y = b.key();
            while (x != null || y != null) {
                int order = x == null ? 1 : y == null ? -1 : Arrays.compareUnsigned(x, y);
                byte[] key = order <= 0 && x != null ? x : y;
                if (key == null) throw new IllegalStateException("one of them is there");
                look(key, order <= 0 ? a.value() : null, order >= 0 ? b.value() : null);
                if (order <= 0) {
                    a.next();
                    x = a.key();
                }
                if (order >= 0) {
                    b.next();
                    y = b.key();
                }
            }
        }
        return left;
    }

    private void look(byte[] key, byte @Nullable [] a, byte @Nullable [] b) {
        if (same.test(key, a, b)) return;
        left++;
        differing.put(key, pair(a, b));
    }

    /**
     * Looks again at what differed.
     *
     * @return whether all of that still differs in the same way
     */
    boolean again() {
        boolean unchanged = true;
        try (DiskMap.Cursor cursor = differing.cursor()) {
            for (byte[] key = cursor.key(); key != null; key = cursor.key()) {
                byte[] a = said.get(key);
                byte[] b = held.get(key);
                if (same.test(key, a, b)) {
                    left--;
                    differing.put(key, null);
                    unchanged = false;
                } else if (!Arrays.equals(cursor.value(), pair(a, b))) {
                    differing.put(key, pair(a, b));
                    unchanged = false;
                }
                cursor.next();
            }
        }
        return unchanged;
    }

    /** How many keys differ. */
    long left() {
        return left;
    }

    /** What differs about a key; null: there is no value. */
    @FunctionalInterface
    interface Difference {
        /** Takes it. */
        void take(byte[] key, byte @Nullable [] said, byte @Nullable [] held);
    }

    /** The first of them. */
    void first(int limit, Difference sink) {
        try (DiskMap.Cursor cursor = differing.cursor()) {
            byte[] key = cursor.key();
            for (int i = 0; i < limit && key != null; i++, key = cursor.key()) {
                sink.take(key, said.get(key), held.get(key));
                cursor.next();
            }
        }
    }

    private static byte[] pair(byte @Nullable [] a, byte @Nullable [] b) {
        int length = a == null ? 0 : a.length;
        ByteBuffer pair = ByteBuffer.allocate(Integer.BYTES + length + (b == null ? 0 : b.length));
        pair.putInt(a == null ? -1 : length);
        if (a != null) pair.put(a);
        if (b != null) pair.put(b);
        return pair.array();
    }
}
