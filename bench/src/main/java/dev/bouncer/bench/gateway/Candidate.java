package dev.bouncer.bench.gateway;

import dev.bouncer.bench.process.Child;

/**
 * One way to the server behind.
 *
 * @param path    with its query
 * @param process what stands there; of {@link Kind#DIRECT} the server behind itself
 */
record Candidate(Kind kind, int port, String path, Child process) {
    /** What is compared. */
    enum Kind {
        DIRECT("direct"), PLAIN("Bouncer, no identify"), JWT("Bouncer, identify: jwt"), NGINX("nginx"), HAPROXY(
                "HAProxy");

        final String title;

        Kind(String title) {
            this.title = title;
        }

        boolean isJvm() {
            return this == PLAIN || this == JWT;
        }
    }
}
