package dev.bouncer.enforcement;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the blocklist to list.
 *
 * @param lane   blocks or invalidations
 * @param app    of this app
 * @param kind   of this kind; null: of any
 * @param prefix whose ids begin so; may be empty
 * @param after  only what comes after this cursor, which an earlier page gave; null: from the start
 * @param limit  at most so many: 1 to 1,000
 */
public record BlockQuery(Lane lane, String app, @Nullable SubjectKind kind, String prefix, @Nullable String after,
        int limit) {
    /** The most that one page holds. */
    public static final int MAX_LIMIT = 1_000;

    /** Of blocks. */
    public BlockQuery(String app, @Nullable SubjectKind kind, String prefix, @Nullable String after, int limit) {
        this(Lane.BLOCK, app, kind, prefix, after, limit);
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    public BlockQuery {
        SubjectKey.requireApp(app);
        if (lane == Lane.INVALIDATE && kind != null) Command.Invalidate.requireKind(kind);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ", got " + limit);
        }
        if (after != null) decode(lane, after);
    }

    /** The cursor that stands after a key. */
    static String cursor(BlocklistKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes());
    }

    BlockRange range() {
        return new BlockRange(lane, app, kind, prefix, after == null ? null : decode(lane, after));
    }

    private static BlocklistKey decode(Lane lane, String cursor) {
        try {
            BlocklistKey key = BlocklistKey
                    .parse(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (key.lane() != lane) throw new IllegalArgumentException("a cursor of another list");
            return key;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("after: expected the 'next' of an earlier page", e);
        }
    }
}
