package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** An application's client with the library of another project, which connects, and comes back or not, as it sees fit. */
public abstract class LibraryClient implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<ClientEvent> heard = new CopyOnWriteArrayList<>();

    /** Connects by hand, after the library has given up. */
    abstract void connect();

    @Override
    public abstract void close();

    final void hear(ClientEvent event) {
        heard.add(event);
    }

    /** How often the user was let in. */
    final int welcomes() {
        return (int) of(ClientEvent.In.class).count();
    }

    /** How often the library gave up. */
    private long partings() {
        return of(ClientEvent.State.class).filter(state -> state.name().equals("disconnected")).count();
    }

    /** The closes and errors that the library has told of. */
    public final List<ClientEvent.Told> told() {
        return of(ClientEvent.Told.class).toList();
    }

    private <E extends ClientEvent> Stream<E> of(Class<E> type) {
        return heard.stream().filter(type::isInstance).map(type::cast);
    }

    /** Waits until the user was let in so often. */
    public final void awaitWelcomes(int count) {
        until(() -> welcomes() >= count, "let in " + count + " times");
    }

    /** Waits until the library has given up so often. */
    public final void awaitPartings(int count) {
        until(() -> partings() >= count, "given up " + count + " times");
    }

    /** Waits until the library has told of this code. */
    final void awaitTold(int code) {
        until(() -> told().stream().anyMatch(told -> told.code() == code), "told " + code);
    }

    /** Waits until the library has told exactly this. */
    public final void awaitTold(ClientEvent.Told expected) {
        until(() -> told().contains(expected), "told " + expected);
    }

    /** Waits until somebody has said this. */
    public final void awaitHeard(String text) {
        until(() -> heard.contains(new ClientEvent.Heard(text)), "said " + text);
    }

    /** Connects by hand and says whether the user was let in. */
    public final boolean letIn() {
        int welcomes = welcomes();
        long partings = partings();
        connect();
        until(() -> welcomes() > welcomes || partings() > partings, "let in or given up after connecting by hand");
        return welcomes() > welcomes;
    }

    /** Connects by hand, again and again, until the user is let in. */
    public final void comeBackByHand() {
        Instant deadline = Instant.now().plus(SOON);
        while (!letIn()) {
            assertThat(Instant.now()).as("expected to be let in, heard %s", heard).isBefore(deadline);
        }
    }

    // Libraries that fail on threads of their own are not what is tested here.
    private void until(BooleanSupplier condition, String expected) {
        await().dontCatchUncaughtExceptions().atMost(SOON).untilAsserted(() -> assertThat(condition.getAsBoolean())
                .as("expected to be %s, heard %s", expected, heard).isTrue());
    }

    @Override
    public String toString() {
        return heard.toString();
    }
}
