package dev.bouncer.bench.load;

/**
 * What to connect to.
 *
 * @param path with its query
 */
record Target(Address address, String path) {}
