package dev.bouncer.config;

/** The range of TCP ports. */
final class Ports {
    private Ports() {}

    static void require(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(key + ": expected 0 (any free one) to 65535, got " + port);
        }
    }
}
