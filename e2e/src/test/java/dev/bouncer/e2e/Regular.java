package dev.bouncer.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.bouncer.cli.demo.Client;
import org.jspecify.annotations.Nullable;

/**
 * A user's client as real ones are: whenever its connection ends it comes back a moment later, unless it was told that the
 * user is blocked. Remembers how each connection ended.
 */
final class Regular implements AutoCloseable {
    /** How a connection ended that never came to be one. */
    static final int NOBODY_THERE = 0;

    private static final int BLOCKED = 4403;
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final URI address;
    private final String user;
    private final List<Integer> ends = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Client client;
    private volatile boolean there;

    private Regular(Fleet fleet, URI address, String user) {
        this.fleet = fleet;
        this.address = address;
        this.user = user;
    }

    /** Connects in the background, and goes on doing so. */
    static Regular start(Fleet fleet, URI address, String user) {
        Regular regular = new Regular(fleet, address, user);
        Thread.ofVirtual().name(user).start(regular::stay);
        return regular;
    }

    private void stay() {
        try {
            do {
                ends.add(once());
            } while (ends.getLast() != BLOCKED && !stopped.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int once() throws InterruptedException {
        try (Client here = fleet.connect(address, user)) {
            client = here;
            String frame = here.next(PATIENCE);
            there = frame != null && frame.contains("\"welcome\"");
            Client.Closed closed = null;
            while (closed == null && stopped.getCount() > 0)
                closed = here.closedWithin(PATIENCE);
            return closed == null ? NOBODY_THERE : closed.code();
        } catch (CompletionException e) {
            return NOBODY_THERE;
        } finally {
            there = false;
        }
    }

    String user() {
        return user;
    }

    /** Whether it is welcome on an edge now. */
    boolean isThere() {
        return there;
    }

    /** Whether it was told that its user is blocked, and so stays away. */
    boolean isKeptOut() {
        return ends.contains(BLOCKED);
    }

    /** How its connections ended, in order: close codes, and {@link #NOBODY_THERE}. */
    List<Integer> ends() {
        return List.copyOf(ends);
    }

    @Override
    public void close() {
        stopped.countDown();
        Client last = client;
        if (last != null) last.close();
    }
}
