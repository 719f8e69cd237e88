package dev.bouncer.enforcement;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks to list.
 *
 * @param app    of this app
 * @param kind   of this kind; null: of any
 * @param prefix whose ids begin so; may be empty
 * @param after  only what comes after this cursor, which an earlier page gave; null: from the start
 * @param limit  at most so many: 1 to 1,000
 */
public record BlockQuery(String app, @Nullable SubjectKind kind, String prefix, @Nullable String after, int limit) {
    /** The most that one page holds. */
    public static final int MAX_LIMIT = 1_000;

    /** @throws IllegalArgumentException if a value is out of its range */
    public BlockQuery {
        SubjectKey.requireApp(app);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ", got " + limit);
        }
        if (after != null) decode(after);
    }

    /** The cursor that stands after a key. */
    static String cursor(SubjectKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes());
    }

    byte @Nullable [] afterKey() {
        return after == null ? null : decode(after).bytes();
    }

    private static SubjectKey decode(String cursor) {
        try {
            return SubjectKey.parse(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("after: expected the 'next' of an earlier page", e);
        }
    }
}
