package dev.bouncer.api.console.search;

import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlockRange;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of an app to look for.
 *
 * @param app    whose
 * @param kind   of this kind; null: of any
 * @param prefix whose ids begin so; may be empty
 * @param actor  whose actor contains this, whatever the case; empty: any
 * @param reason whose reason contains this, whatever the case; empty: any, and none
 * @param order  in this order
 * @param after  only what comes after this cursor, which an earlier page gave; null: from the start
 * @param limit  at most so many: 1 to 200
 */
public record SearchQuery(String app, @Nullable SubjectKind kind, String prefix, String actor, String reason,
        SearchOrder order, @Nullable String after, int limit) {
    /** The most that one page holds. */
    public static final int MAX_LIMIT = 200;
    /** The longest text that is looked for. */
    public static final int MAX_TEXT = 300;

    /** @throws IllegalArgumentException if a value is out of its range */
    public SearchQuery {
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ", got " + limit);
        requireShort("prefix", prefix);
        requireShort("actor", actor);
        requireShort("reason", reason);
        if (after != null) SearchCursor.parse(after, order);
        BlockRange _ = new BlockRange(Lane.BLOCK, app, kind, prefix, null);
    }

    private static void requireShort(String what, String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    what + ": expected at most " + MAX_TEXT + " characters, got " + text.length());
        }
    }

    /** Everything of an app. */
    public static SearchQuery all(String app, SearchOrder order, int limit) {
        return new SearchQuery(app, null, "", "", "", order, null, limit);
    }

    /** Whether no rows have to be looked at but those of the page. */
    boolean isByKeyAlone() {
        return order == SearchOrder.KEY && actor.isEmpty() && reason.isEmpty();
    }

    @Nullable
    SearchCursor cursor() {
        return after == null ? null : SearchCursor.parse(after, order);
    }

    /** The rows to pass by: by any other order than that of the keys, all of them for each page. */
    BlockRange range() {
        SearchCursor cursor = cursor();
        BlocklistKey behind = order == SearchOrder.KEY && cursor != null ? cursor.key() : null;
        return new BlockRange(Lane.BLOCK, app, kind, prefix, behind);
    }
}
