package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** The rules for text in commands: well-formed Unicode of bounded length, so that it can always be written again. */
final class Text {
    /** Longest {@code reason}, in characters (code points). */
    static final int MAX_REASON = 2_000;
    /** Longest {@code message}, in characters (code points). */
    static final int MAX_MESSAGE = 1_000;
    /** Longest {@code actor}, in characters (code points). */
    static final int MAX_ACTOR = 256;

    private static final int MAX_QUOTED = 80;

    private Text() {}

    static String requireIdentifier(String what, String value, int max) {
        requireWellFormed(what, value, max);
        if (value.isEmpty())
            throw new IllegalArgumentException(what + ": expected 1 to " + max + " characters, got none");
        if (hasControl(value)) {
            throw new IllegalArgumentException(what + ": expected no control characters, got " + quote(value));
        }
        return value;
    }

    static @Nullable String requireProse(String what, @Nullable String value, int max) {
        if (value != null) requireWellFormed(what, value, max);
        return value;
    }

    private static void requireWellFormed(String what, String value, int max) {
        int length = value.codePointCount(0, value.length());
        if (length > max) {
            throw new IllegalArgumentException(what + ": expected at most " + max + " characters, got " + length);
        }
        // A lone surrogate can be read from a JSON escape but never be written as UTF-8 again.
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(what + ": expected well-formed Unicode, got a lone surrogate");
        }
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) return true;
        }
        return false;
    }

    static boolean isWellFormed(String value) {
        boolean open = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // Each second half stands behind a first half, and nothing else does.
            if (Character.isLowSurrogate(c) != open) return false;
            open = Character.isHighSurrogate(c);
        }
        return !open;
    }

    static int utf8Length(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The value as it may stand in an error: quoted, cut, control characters and lone surrogates made visible. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("'");
        value.codePoints().limit(MAX_QUOTED).forEach(c -> {
            if (Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        if (value.codePointCount(0, value.length()) > MAX_QUOTED) quoted.append('…');
        return quoted.append('\'').toString();
    }
}
