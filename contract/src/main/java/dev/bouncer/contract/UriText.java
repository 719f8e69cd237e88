package dev.bouncer.contract;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts as parts of a path, escaped once, slashes too. */
final class UriText {
    private UriText() {}

    static String escaped(String text) {
        // Java encodes for forms, where a space is a plus; and would resolve an id of dots as a folder.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
    }

    /** @throws IllegalArgumentException if it is not escaped so */
    static String unescaped(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
