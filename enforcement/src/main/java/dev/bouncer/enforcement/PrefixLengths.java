package dev.bouncer.enforcement;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.bouncer.contract.IpRange;

/**
 * Which prefix lengths the blocked ranges of an app have, so that asking for an address costs one look-up a length in use
 * and not one a range, nor 129. Lengths are only ever added: a superset is right, only slower. Thread-safe.
 */
final class PrefixLengths {
    private record Family(String app, boolean v4) {}

    private final Map<Family, BitSet> lengths = new ConcurrentHashMap<>();

    /** Notes a range; whether its length is new. */
    boolean add(String app, IpRange range) {
        Family family = new Family(app, range.isV4());
        BitSet known = lengths.get(family);
        if (known != null && known.get(range.prefixLength())) return false;
        // The sets are never changed once they are shared.
        lengths.merge(family, bit(range.prefixLength()), (a, b) -> {
            BitSet both = (BitSet) a.clone();
            both.or(b);
            return both;
        });
        return true;
    }

    private static BitSet bit(int length) {
        BitSet one = new BitSet();
        one.set(length);
        return one;
    }

    /** The next shorter length in use: less than {@code below}, or -1. */
    int shorter(String app, boolean v4, int below) {
        BitSet known = lengths.get(new Family(app, v4));
        return known == null || below == 0 ? -1 : known.previousSetBit(below - 1);
    }
}
