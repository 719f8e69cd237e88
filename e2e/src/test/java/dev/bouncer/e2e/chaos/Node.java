package dev.bouncer.e2e.chaos;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One place where a process of the cluster runs, and runs again after each fault.
 *
 * @param number from 1 on, among its kind
 */
record Node(Kind kind, int number) {
    /** What runs there; how many there are, and where their addresses begin. */
    enum Kind {
        BROKER(3, 10), API(2, 20), STREAMS(2, 30), EDGE(3, 40);

        private final int count;
        private final int firstHost;

        Kind(int count, int firstHost) {
            this.count = count;
            this.firstHost = firstHost;
        }

        int count() {
            return count;
        }

        List<Node> nodes() {
            return IntStream.rangeClosed(1, count).mapToObj(number -> new Node(this, number)).toList();
        }
    }

    static final int KAFKA_PORT = 9092;
    static final int CONTROLLER_PORT = 9093;
    static final int HTTP_PORT = 8080;

    /** @throws IllegalArgumentException if the cluster has no such node */
    Node {
        if (number < 1 || number > kind.count) {
            throw new IllegalArgumentException(kind + ": expected 1 to " + kind.count + ", got " + number);
        }
    }

    String name() {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + number;
    }

    /** The last part of its addresses. */
    int host() {
        return kind.firstHost + number;
    }

    static List<Node> all() {
        return List.of(Kind.values()).stream().flatMap(kind -> kind.nodes().stream()).toList();
    }

    @Override
    public String toString() {
        return name();
    }
}
