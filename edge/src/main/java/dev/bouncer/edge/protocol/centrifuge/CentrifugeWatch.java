package dev.bouncer.edge.protocol.centrifuge;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import dev.bouncer.config.CentrifugeTimes;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.edge.session.Timers.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one client: first for its connect command, then, ping by ping, for its answers; who does not come up with
 * them is dismissed. One timer at a time, and none once it is stopped. Thread-safe.
 */
final class CentrifugeWatch {
    private final Timers timers;
    private final CentrifugeTimes times;
    private final Sessions sessions;
    private final ClientSession session;
    private final CentrifugeEncoding encoding;
    private @Nullable Timer timer;
    private boolean awaitsPong;
    private boolean stopped;

    CentrifugeWatch(Timers timers, CentrifugeTimes times, Sessions sessions, ClientSession session,
            CentrifugeEncoding encoding) {
        this.timers = timers;
        this.times = times;
        this.sessions = sessions;
        this.session = session;
        this.encoding = encoding;
    }

    /** The client must be connected in time, counted from its upgrade, however often it tries. */
    void awaitConnect() {
        Instant deadline = session.openedAt().plus(times.connectTimeout());
        next(() -> timers.at(deadline, () -> CentrifugeDismissal.STALE.end(sessions, session)));
    }

    /** It is not the client that takes its time now. */
    synchronized void pause() {
        if (timer != null) timer.cancel();
    }

    /** The client is connected: it is pinged from now on. */
    void beat() {
        // Clients that came all at once, as after a restart, are not pinged all at once.
        long interval = times.pingInterval().toMillis();
        Duration first = Duration.ofMillis(ThreadLocalRandom.current().nextLong(interval / 2, interval));
        next(() -> timers.after(first, this::ping));
    }

    /** The client answers a ping; false if there is none to be answered. */
    synchronized boolean answered() {
        boolean expected = awaitsPong;
        awaitsPong = false;
        return expected;
    }

    /** The client is gone. */
    synchronized void stop() {
        stopped = true;
        pause();
    }

    Duration pingInterval() {
        return times.pingInterval();
    }

    // Nothing is sent under the lock: a connection that fails reports that it is gone, from within.
    private void ping() {
        synchronized (this) {
            awaitsPong = true;
        }
        next(() -> timers.after(times.pongTimeout(), this::lookForPong));
        encoding.ping(session);
    }

    private void lookForPong() {
        boolean missing;
        synchronized (this) {
            missing = awaitsPong;
        }
        if (missing) {
            CentrifugeDismissal.NO_PONG.end(sessions, session);
        } else {
            next(() -> timers.after(times.pingInterval().minus(times.pongTimeout()), this::ping));
        }
    }

    private synchronized void next(Supplier<Timer> following) {
        pause();
        if (!stopped) timer = following.get();
    }
}
