package dev.bouncer.edge.protocol.pusher;

import java.security.SecureRandom;

/** Names connections. What a backend signs is for one of them: nobody must be able to guess the next. */
final class SocketId {
    private static final SecureRandom RANDOM = new SecureRandom();
    // Two numbers with a dot between them is a form that SDKs check.
    private static final long BOUND = 10_000_000_000L;

    private SocketId() {}

    static String next() {
        return RANDOM.nextLong(BOUND) + "." + RANDOM.nextLong(BOUND);
    }
}
