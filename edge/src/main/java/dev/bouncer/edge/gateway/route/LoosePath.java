package dev.bouncer.edge.gateway.route;

import java.nio.charset.StandardCharsets;

import org.eclipse.jetty.util.TypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * A path as the most lenient server reads it, which decodes before it looks, takes a backslash for a slash and many
 * slashes for one, and leaves out what follows a semicolon.
 */
final class LoosePath {
    private LoosePath() {}

    /** Null: there are steps back in it, or to where it is. */
    static @Nullable String of(String path) {
        String[] segments = decoded(path).replace('\\', '/').split("/", -1);
        StringBuilder loose = new StringBuilder(path.length());
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            int parameters = segment.indexOf(';');
            if (parameters >= 0) segment = segment.substring(0, parameters);
            if (segment.equals(".") || segment.equals("..")) return null;
            boolean last = i == segments.length - 1;
            if (!segment.isEmpty() || (last && i > 0)) loose.append('/').append(segment);
        }
        return loose.toString();
    }

    private static String decoded(String path) {
        if (path.indexOf('%') < 0) return path;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean encoded = bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            bytes[length++] = encoded
                    ? (byte) (TypeUtil.convertHexDigit(bytes[i + 1]) << 4 | TypeUtil.convertHexDigit(bytes[i + 2]))
                    : bytes[i];
            if (encoded) i += 2;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte digit) {
        return Character.digit(digit, 16) >= 0;
    }
}
