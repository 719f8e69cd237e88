package dev.bouncer.enforcement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the blocklist, by their keys.
 *
 * @param lane   blocks or invalidations
 * @param app    of this app
 * @param kind   of this kind; null: of any
 * @param prefix whose ids begin so; may be empty
 * @param after  only those that come after this row, which need not be there; null: all
 */
public record BlockRange(Lane lane, String app, @Nullable SubjectKind kind, String prefix,
        @Nullable BlocklistKey after) {
    /** From one key to another, the second excluded; there is at least one between them. */
    record Bounds(Bytes from, Bytes to) {}

    /** @throws IllegalArgumentException if a value is out of its range */
    public BlockRange {
        SubjectKey.requireApp(app);
        if (lane == Lane.INVALIDATE && kind != null) Command.Invalidate.requireKind(kind);
        if (after != null && after.lane() != lane) throw new IllegalArgumentException("after: a row of another list");
    }

    /** Those of one kind after the other, in the order of their keys' bytes. */
    List<Bounds> bounds() {
        List<Bounds> all = new ArrayList<>();
        byte[] behind = after == null ? new byte[0] : successor(after.bytes());
        for (SubjectKind each : kinds()) {
            byte[] start = (BlocklistKey.prefix(lane, app, each) + prefix).getBytes(StandardCharsets.UTF_8);
            byte[] end = afterAll(start);
            byte[] from = Arrays.compareUnsigned(behind, start) < 0 ? start : behind;
            if (Arrays.compareUnsigned(from, end) < 0) all.add(new Bounds(Bytes.wrap(from), Bytes.wrap(end)));
        }
        return all;
    }

    private List<SubjectKind> kinds() {
        return kind != null
                ? List.of(kind)
                : Arrays.stream(SubjectKind.values()).sorted(Comparator.comparing(SubjectKind::wireName)).toList();
    }

    // The first key that does not begin with the bytes. They are UTF-8, which has no byte 0xff to overflow.
    private static byte[] afterAll(byte[] prefix) {
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        return end;
    }

    private static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
