package dev.bouncer.importing;

import org.jspecify.annotations.Nullable;

/**
 * A reason as long as a command's may be. A comment that is longer is cut: that it says less is better than that its block
 * is missing.
 *
 * @param text null: there is none
 * @param cut  whether it was longer
 */
record Reason(@Nullable String text, boolean cut) {
    private static final int LONGEST = 2_000;

    static Reason of(@Nullable String text) {
        if (text == null || text.codePointCount(0, text.length()) <= LONGEST) return new Reason(text, false);
        return new Reason(text.substring(0, text.offsetByCodePoints(0, LONGEST)), true);
    }
}
