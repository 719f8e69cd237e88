package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which faults come, in which order and against whom: an endless series that the seed alone decides. Every kind comes once
 * before any comes again. Used by one thread.
 */
final class Schedule {
    /** All kinds of fault, by the names that {@code --faults} takes. */
    static final List<String> KINDS = List.of("kill-broker", "kill-api", "kill-streams", "kill-edge", "kill-together",
            "pause-broker", "pause-api", "pause-streams", "pause-edge", "cut-broker", "cut-api", "cut-streams",
            "cut-edge", "slow-broker", "rolling-restart", "state-deleted", "disk-full", "hung-transaction", "poison",
            "burst", "expiry-rebalance", "skew");
    /** Those that only {@link NamespaceNetwork} can do. */
    static final List<String> OF_NETWORK_AND_DISK = List.of("cut-broker", "cut-api", "cut-streams", "cut-edge",
            "slow-broker", "disk-full");
    /** Whose disk is small. */
    static final Node SMALL_DISK = new Node(Node.Kind.STREAMS, 1);

    private static final int MANY = 100_000;
    private static final int POISON = 10_000;

    /**
     * A fault and the kind that it counts as.
     *
     * @param number from 1 on
     */
    record Planned(int number, String kind, Fault fault) {}

    private final RandomGenerator random;
    private final List<String> kinds;
    private final Deque<String> round = new ArrayDeque<>();
    private int number;

    /** @throws IllegalArgumentException if a kind is unknown, or there is none */
    Schedule(long seed, List<String> kinds) {
        if (kinds.isEmpty()) throw new IllegalArgumentException("--faults: expected one or more of " + KINDS);
        for (String kind : kinds) {
            if (!KINDS.contains(kind))
                throw new IllegalArgumentException("--faults: expected some of " + KINDS + ", got " + kind);
        }
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.kinds = List.copyOf(kinds);
    }

    Planned next() {
        if (round.isEmpty()) {
            List<String> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, java.util.Random.from(random));
            round.addAll(shuffled);
        }
        String kind = round.removeFirst();
        number++;
        return new Planned(number, kind, fault(kind));
    }

    private Fault fault(String kind) {
        return switch (kind) {
            case "kill-broker" -> new Killed(List.of(any(Node.Kind.BROKER)), moment());
            case "kill-api" -> new Killed(List.of(any(Node.Kind.API)), moment());
            case "kill-streams" -> new Killed(List.of(any(Node.Kind.STREAMS)), moment());
            case "kill-edge" -> new Killed(List.of(any(Node.Kind.EDGE)), moment());
            case "kill-together" -> new Killed(together(), moment());
            case "pause-broker" -> new Paused(any(Node.Kind.BROKER));
            case "pause-api" -> new Paused(any(Node.Kind.API));
            case "pause-streams" -> new Paused(any(Node.Kind.STREAMS));
            case "pause-edge" -> new Paused(any(Node.Kind.EDGE));
            case "cut-broker" -> new Cut(any(Node.Kind.BROKER));
            case "cut-api" -> new Cut(any(Node.Kind.API));
            case "cut-streams" -> new Cut(any(Node.Kind.STREAMS));
            case "cut-edge" -> new Cut(any(Node.Kind.EDGE));
            case "slow-broker" -> new Narrowed(any(Node.Kind.BROKER));
            case "rolling-restart" -> new RollingRestart();
            case "state-deleted" -> new StateDeleted(any(Node.Kind.STREAMS));
            case "disk-full" -> new DiskFull(SMALL_DISK);
            case "hung-transaction" -> new HungTransaction(number);
            case "poison" -> new Poison(POISON, random.nextLong());
            case "burst" -> new Burst(MANY, number);
            case "expiry-rebalance" -> new ExpiryRebalance(MANY, number, any(Node.Kind.STREAMS));
            case "skew" -> new Skewed(skews());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private Node any(Node.Kind kind) {
        return new Node(kind, 1 + random.nextInt(kind.count()));
    }

    private Duration moment() {
        return Duration.ofSeconds(random.nextInt(6));
    }

    // One of each kind, all of one kind, or simply some.
    private List<Node> together() {
        Node.Kind[] all = Node.Kind.values();
        return switch (random.nextInt(3)) {
            case 0 -> List.of(all).stream().map(this::any).toList();
            case 1 -> all[random.nextInt(all.length)].nodes();
            default -> {
                List<Node> some = new ArrayList<>(Node.all());
                Collections.shuffle(some, java.util.Random.from(random));
                yield List.copyOf(some.subList(0, 2 + random.nextInt(4)));
            }
        };
    }

    private Map<Node, Long> skews() {
        Map<Node, Long> skews = new TreeMap<>(java.util.Comparator.comparing(Node::name));
        skews.put(any(Node.Kind.EDGE), random.nextBoolean() ? 1_000L : -1_000L);
        skews.put(any(Node.Kind.STREAMS), random.nextBoolean() ? 1_000L : -1_000L);
        skews.put(any(Node.Kind.API), random.nextBoolean() ? 1_000L : -1_000L);
        skews.put(any(Node.Kind.BROKER), skews.containsValue(1_000L) ? -1_000L : 1_000L);
        return skews;
    }
}
