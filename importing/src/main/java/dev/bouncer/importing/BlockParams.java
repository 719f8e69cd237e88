package dev.bouncer.importing;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * The {@code params} of a MediaWiki block, written as Python writes a dict: texts in single quotes, or in double ones when
 * they hold a single one. Only {@code expiry} of the outermost dict counts: page titles further in may say anything.
 */
final class BlockParams {
    private static final Set<String> FOR_EVER = Set.of("infinity", "infinite", "indefinite", "never");

    private final String text;
    private int at;

    private BlockParams(String text) {
        this.text = text;
    }

    /**
     * When the block ends; nothing: never.
     *
     * @throws IllegalArgumentException if it is no such dict, or its expiry is no time
     */
    static Optional<Instant> expiry(String params) {
        String expiry = new BlockParams(params.strip()).find("expiry");
        if (expiry == null || FOR_EVER.contains(expiry)) return Optional.empty();
        try {
            return Optional.of(Times.parse(expiry));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("params: expiry: " + e.getMessage(), e);
        }
    }

    private @Nullable String find(String wanted) {
        String found = null;
        int depth = 0;
        String last = null; // the text just read, which may turn out to be a key
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                last = quoted();
                continue;
            }
            at++;
            switch (c) {
                case '{', '[', '(' -> depth++;
                case '}', ']', ')' -> depth--;
                case ',' -> last = null;
                case ':' -> {
                    if (depth == 1 && wanted.equals(last)) found = value();
                }
                default -> {
                    // numbers, None and blanks say nothing here
                }
            }
            if (depth < 1 && at < text.length()) throw malformed();
        }
        if (depth != 0 || text.isEmpty() || text.charAt(0) != '{') throw malformed();
        return found;
    }

    private @Nullable String value() {
        while (at < text.length() && text.charAt(at) == ' ')
            at++;
        if (text.startsWith("None", at)) return null;
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) return quoted();
        throw malformed();
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) return value.toString();
            if (c == '\\' && at < text.length()) c = text.charAt(at++);
            value.append(c);
        }
        throw malformed();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("params: expected {'expiry': '…', …}, got something else");
    }
}
