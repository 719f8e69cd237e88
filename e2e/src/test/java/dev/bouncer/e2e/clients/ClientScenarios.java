package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.edge.Edge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a block, its end, a terminate and the end of an edge mean to an application with a library of another project. */
@ExtendWith({SharedBroker.class, SharedFleet.class})
abstract class ClientScenarios {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** The codes that a library of this kind tells. */
    record Codes(int blocked, int refused, int terminated) {}

    abstract Codes codes();

    abstract LibraryClient open(URI edge, String user);

    /** Blocks by the API of the library's own project; null: for ever, or long. */
    abstract void block(String user, @Nullable Instant until);

    abstract void unblock(String user);

    abstract void terminate(String user);

    Edge first() {
        return SharedFleet.get().first();
    }

    Edge second() {
        return SharedFleet.get().second();
    }

    /** Another one, which the test may close. */
    Edge another(String name) {
        return SharedFleet.get().fleet().startEdge(name);
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty())
            opened.pop().close();
    }

    @Test
    void a_blocked_user_is_closed_on_every_edge_stays_away_and_is_refused_until_unblocked() {
        EdgeProxy toFirst = proxy(first());
        EdgeProxy toSecond = proxy(second());
        LibraryClient here = in(toFirst, name("alice"));
        LibraryClient there = in(toSecond, name("alice"));
        EdgeProxy toBob = proxy(first());
        LibraryClient bob = in(toBob, name("bob"));

        block(name("alice"), null);

        here.awaitTold(codes().blocked());
        there.awaitTold(codes().blocked());
        here.awaitPartings(1);
        there.awaitPartings(1);
        assertThat(bob.told()).as("bob").isEmpty();
        assertComesBackTwice(bob, toBob);
        assertThat(toFirst.connections()).as("the library comes back to the first edge: %s", here).isEqualTo(1);
        assertThat(toSecond.connections()).as("the library comes back to the second edge: %s", there).isEqualTo(1);

        int before = here.told().size();
        assertThat(here.letIn()).as("blocked, and connecting by hand").isFalse();
        assertThat(here.told().subList(before, here.told().size())).extracting(ClientEvent.Told::code)
                .contains(codes().refused());
        unblock(name("alice"));
        here.comeBackByHand();
        there.comeBackByHand();
    }

    @Test
    void a_block_ends_by_the_clock() {
        LibraryClient client = in(proxy(first()), name("shorty"));
        Instant until = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4);

        block(name("shorty"), until);
        client.awaitPartings(1);

        assertThat(client.letIn()).as("let in before the end: %s", client).isFalse();
        client.comeBackByHand();
        assertThat(Instant.now()).isAfterOrEqualTo(until);
    }

    @Test
    void a_terminated_user_stays_away_and_may_come_back_by_hand() {
        EdgeProxy proxy = proxy(second());
        LibraryClient terry = in(proxy, name("terry"));
        EdgeProxy toBob = proxy(second());
        LibraryClient bob = in(toBob, name("bobby"));

        terminate(name("terry"));

        terry.awaitTold(codes().terminated());
        terry.awaitPartings(1);
        assertComesBackTwice(bob, toBob);
        assertThat(proxy.connections()).as("connections of %s", terry).isEqualTo(1);
        assertThat(terry.letIn()).as("by hand").isTrue();
    }

    @Test
    void when_its_edge_goes_away_the_library_comes_back_by_itself_to_another() {
        Edge leaving = another("edge-leaving-" + getClass().getSimpleName());
        EdgeProxy proxy = proxy(leaving);
        LibraryClient client = in(proxy, name("dana"));

        proxy.to(second());
        leaving.close();

        client.awaitWelcomes(2);
        block(name("dana"), null);
        client.awaitTold(codes().blocked());
        unblock(name("dana"));
    }

    // Its library waits after a lost connection as that of anybody else: had another wanted to come back, it would have.
    private static void assertComesBackTwice(LibraryClient client, EdgeProxy proxy) {
        int welcomes = client.welcomes();
        proxy.cut();
        client.awaitWelcomes(welcomes + 1);
        proxy.cut();
        client.awaitWelcomes(welcomes + 2);
        assertThat(proxy.connections()).isGreaterThanOrEqualTo(3);
    }

    // The fleet is shared by classes that block the same names.
    private String name(String user) {
        return user + "-" + getClass().getSimpleName();
    }

    private EdgeProxy proxy(Edge edge) {
        EdgeProxy proxy = new EdgeProxy(edge);
        opened.push(proxy);
        return proxy;
    }

    private LibraryClient in(EdgeProxy proxy, String user) {
        LibraryClient client = open(proxy.uri(), user);
        opened.push(client);
        client.awaitWelcomes(1);
        return client;
    }
}
