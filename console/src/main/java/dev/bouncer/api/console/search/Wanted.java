package dev.bouncer.api.console.search;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** A text that a field has to contain, whatever the case of its letters. Immutable. */
final class Wanted {
    private final String lower;
    // The same as rows have it; null: rows may have it in several ways, or need not have it.
    private final byte @Nullable [] bytes;

    /** @param text empty: any field does, and none */
    Wanted(String text) {
        this.lower = text.toLowerCase(Locale.ROOT);
        boolean plain = !lower.isEmpty()
                && lower.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/');
        this.bytes = plain ? lower.getBytes(StandardCharsets.US_ASCII) : null;
    }

    /** Whether a row may have it, by its bytes. */
    boolean mayBeIn(byte[] json) {
        return bytes == null || RowBytes.mayContain(bytes, json);
    }

    /** Whether a field has it. */
    boolean isIn(@Nullable String field) {
        return lower.isEmpty() || (field != null && field.toLowerCase(Locale.ROOT).contains(lower));
    }
}
