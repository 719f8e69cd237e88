package dev.bouncer.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** TCP ports, and addresses with one. */
final class Ports {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

    private Ports() {}

    /** @param address null: none, which is fine */
    static void requireAddress(String key, @Nullable String address) {
        if (address != null && !isAddress(address))
            throw new IllegalArgumentException(key + ": expected host:port, got '" + address + "'");
    }

    private static boolean isAddress(String text) {
        Matcher address = HOST_AND_PORT.matcher(text);
        if (!address.matches()) return false;
        int port = Integer.parseInt(address.group(1));
        return port > 0 && port <= 65_535;
    }

    static void require(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(key + ": expected 0 (any free one) to 65535, got " + port);
        }
    }
}
