package dev.bouncer.bench.fleet;

import java.util.Optional;

/**
 * A fleet that was there before, and stays.
 *
 * @param kafka its bootstrap servers; empty: they cannot be reached from here, so there is no floor to compare with
 */
public record Existing(Site site, Optional<String> kafka) {}
