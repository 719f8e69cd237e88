package dev.bouncer.api.console.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;

import dev.bouncer.contract.BlocklistKey;

/**
 * A place in an order, behind one row: blocks that come and go meanwhile move no page.
 *
 * @param rank of the row
 * @param key  of the row
 */
record SearchCursor(long rank, BlocklistKey key) {
    /** The order of all pages. */
    static final Comparator<SearchCursor> ORDER = Comparator.comparingLong(SearchCursor::rank)
            .thenComparing((a, b) -> Arrays.compareUnsigned(a.key().bytes(), b.key().bytes()));

    /** As it stands in URLs. */
    String text(SearchOrder order) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((order.wireName() + ' ' + rank + ' ' + key).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if it is none of that order */
    static SearchCursor parse(String text, SearchOrder order) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length == 3 && parts[0].equals(order.wireName()))
                return new SearchCursor(Long.parseLong(parts[1]), BlocklistKey.parse(parts[2]));
        } catch (IllegalArgumentException e) {
            // falls through to the one error there is for it
        }
        throw new IllegalArgumentException("after: expected the 'next' of an earlier page in the same order");
    }
}
