package dev.bouncer.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The JSON Canonicalization Scheme (RFC 8785) for what Bouncer writes: objects, arrays, texts, booleans, null and
 * integers within ±2^53. Other numbers are refused, since their canonical form is ECMAScript's and nobody here needs it.
 * So are lone surrogates, which no UTF-8 can carry.
 */
final class CanonicalJson {
    private static final long MAX_SAFE_INTEGER = 1L << 53;

    private CanonicalJson() {}

    static String write(JsonNode json) {
        StringBuilder out = new StringBuilder();
        write(json, out);
        return out.toString();
    }

    private static void write(JsonNode json, StringBuilder out) {
        switch (json.getNodeType()) {
            case OBJECT -> {
                List<String> names = new ArrayList<>(json.size());
                json.fieldNames().forEachRemaining(names::add);
                Collections.sort(names); // by UTF-16 code units, as section 3.2.3 asks
                char separator = '{';
                for (String name : names) {
                    out.append(separator);
                    text(name, out);
                    out.append(':');
                    write(json.get(name), out);
                    separator = ',';
                }
                out.append(names.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < json.size(); i++) {
                    if (i > 0) out.append(',');
                    write(json.get(i), out);
                }
                out.append(']');
            }
            case STRING -> text(json.textValue(), out);
            case BOOLEAN, NULL -> out.append(json.asText());
            case NUMBER -> integer(json, out);
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON: " + json.getNodeType());
        }
    }

    private static void integer(JsonNode json, StringBuilder out) {
        if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < -MAX_SAFE_INTEGER
                || json.longValue() > MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException("expected an integer within 2^53, got " + json);
        }
        out.append(json.longValue());
    }

    private static void text(String text, StringBuilder out) {
        // Java would write each as a question mark, and texts that differ would have one hash.
        if (!Text.isWellFormed(text))
            throw new IllegalArgumentException("expected well-formed Unicode, got a lone surrogate");
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
