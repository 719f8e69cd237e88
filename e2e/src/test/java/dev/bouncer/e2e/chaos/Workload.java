package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.jspecify.annotations.Nullable;

/**
 * Callers that block, unblock and terminate at a steady rate, and try again as the documentation says. Each has users of
 * its own and waits for each answer, so that the order of the commands about one user is known.
 */
final class Workload implements AutoCloseable {
    private static final int CALLERS = 8;
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration BEFORE_RETRY = Duration.ofMillis(300);
    private static final Duration GIVES_UP = Duration.ofSeconds(90);
    private static final int TRIES_WHEN_NOT_DONE = 3;

    private final ApiCalls calls;
    private final History history;
    private final Events events;
    private final AtomicLong sequence = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final Object gate = new Object();
    private boolean paused;
    private int busy;
    private volatile boolean closed;

    Workload(ApiCalls calls, History history, Events events) {
        this.calls = calls;
        this.history = history;
        this.events = events;
    }

    /** Starts the callers. */
    void start(long seed, List<String> users) {
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            List<String> own = new ArrayList<>();
            for (int u = caller; u < users.size(); u += CALLERS)
                own.add(users.get(u));
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 31 + caller);
            threads.add(Thread.ofVirtual().name("caller-" + caller).start(() -> run(own, random)));
        }
    }

    private void run(List<String> users, RandomGenerator random) {
        Map<String, Boolean> blocked = new HashMap<>();
        try {
            while (!closed && !users.isEmpty()) {
                Thread.sleep(random.nextLong(BETWEEN.toMillis() / 2, BETWEEN.toMillis() * 3 / 2));
                enter();
                try {
                    turn(users, random, blocked);
                } finally {
                    leave();
                }
            }
        } catch (InterruptedException e) {
            // It was closed.
        } catch (RuntimeException e) {
            events.say("a caller of the harness failed: " + e);
        }
    }

    private void turn(List<String> users, RandomGenerator random, Map<String, Boolean> blocked)
            throws InterruptedException {
        String user = users.get(random.nextInt(users.size()));
        Given.Type type = choose(blocked.getOrDefault(user, false), random);
        Instant expiresAt = type == Given.Type.BLOCK && random.nextBoolean()
                ? history.now().plusMillis(random.nextLong(8_000, 30_000)).truncatedTo(ChronoUnit.MILLIS)
                : null;
        Given given = give(user, type, expiresAt, random.nextInt(Node.Kind.API.count()));
        if (given.onBlocklist()) blocked.put(user, type == Given.Type.BLOCK);
        // When a command may yet arrive, no later one about the same user has a place that is known.
        if (given.outcome() == Given.Outcome.UNKNOWN) users.remove(user);
    }

    private static Given.Type choose(boolean blocked, RandomGenerator random) {
        int dice = random.nextInt(10);
        if (dice < 2) return Given.Type.TERMINATE;
        return blocked == (dice < 9) ? Given.Type.UNBLOCK : Given.Type.BLOCK;
    }

    /** Gives one command, and tries again until its outcome is known or hope is gone. */
    Given give(String user, Given.Type type, @Nullable Instant expiresAt, int firstApi) throws InterruptedException {
        String tag = "w-" + sequence.incrementAndGet();
        String expires = expiresAt == null ? null : expiresAt.toString();
        List<Node> apis = Node.Kind.API.nodes();
        Instant sentAt = history.now();
        boolean doubtful = false;
        Given.Outcome outcome;
        for (int attempt = 1;; attempt++) {
            outcome = calls.attempt(apis.get((firstApi + attempt) % apis.size()), tag, user, type, expires);
            if (outcome == Given.Outcome.ACKNOWLEDGED) break;
            doubtful |= outcome == Given.Outcome.UNKNOWN;
            boolean hopeless = history.now().isAfter(sentAt.plus(GIVES_UP)) || expired(expiresAt);
            if (hopeless || (!doubtful && attempt >= TRIES_WHEN_NOT_DONE)) {
                outcome = doubtful ? Given.Outcome.UNKNOWN : Given.Outcome.NOT_DONE;
                break;
            }
            Thread.sleep(BEFORE_RETRY);
        }
        Given given = new Given(tag, user, type, expiresAt, sentAt, history.now(), outcome, doubtful);
        history.add(given);
        return given;
    }

    // The API refuses a block whose end has passed.
    private boolean expired(@Nullable Instant expiresAt) {
        return expiresAt != null && history.now().plus(DoorChecker.CLOCKS).isAfter(expiresAt);
    }

    private void enter() throws InterruptedException {
        synchronized (gate) {
            while (paused)
                gate.wait();
            busy++;
        }
    }

    private void leave() {
        synchronized (gate) {
            busy--;
            gate.notifyAll();
        }
    }

    /** Waits until no command is under way, and lets none begin. */
    void pause() throws InterruptedException {
        synchronized (gate) {
            paused = true;
            while (busy > 0)
                gate.wait();
        }
    }

    void resume() {
        synchronized (gate) {
            paused = false;
            gate.notifyAll();
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
