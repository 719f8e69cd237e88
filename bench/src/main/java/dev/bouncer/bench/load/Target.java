package dev.bouncer.bench.load;

/**
 * What to connect to, on 127.0.0.1.
 *
 * @param path with its query
 */
record Target(int port, String path) {}
