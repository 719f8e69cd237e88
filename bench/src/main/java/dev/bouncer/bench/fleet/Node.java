package dev.bouncer.bench.fleet;

import dev.bouncer.bench.process.Child;

/**
 * A process of Bouncer's that is ready.
 *
 * @param edge its port for clients; 0: it is none that has one
 * @param api  its port for commands; 0: it is none that has one
 */
public record Node(Child process, int edge, int api) {}
