package dev.bouncer.cli.demo;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * The demo's story: alice and bob connect, alice is blocked, refused, let in again by the clock, and terminated. Each line
 * is printed only after what it says was seen to happen.
 */
public final class Story {
    /** How long alice is blocked. */
    public static final Duration BLOCK = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BLOCKED = 4403;
    private static final int TERMINATED = 4410;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiClient api;
    private final URI edge;
    private final String app;
    private final Function<String, String> tokens;
    private final Steps steps;

    /**
     * A story that has not begun.
     *
     * @param tokens makes a token for a user
     */
    public Story(ApiClient api, URI edge, String app, Function<String, String> tokens, PrintStream out) {
        this.api = api;
        this.edge = edge;
        this.app = app;
        this.tokens = tokens;
        this.steps = new Steps(out);
    }

    /**
     * Tells it.
     *
     * @throws StoryFailed if anything did not happen as it must
     */
    public void tell() throws InterruptedException {
        try (Client alice = welcomed("alice"); Client alicesPhone = welcomed("alice"); Client bob = welcomed("bob")) {
            steps.done("alice connects twice, bob once", "welcomed");
            Instant until = block(List.of(alice, alicesPhone));
            refused();
            untouched(bob);
            backAtTheEnd(until);
            untouched(bob);
        }
        terminate();
    }

    private Client welcomed(String user) throws InterruptedException {
        Client client = Client.connect(http, edge, app, tokens.apply(user));
        Steps.require(isWelcome(client.next(PATIENCE)), user + " connects and is welcomed");
        return client;
    }

    private static boolean isWelcome(@Nullable String frame) {
        return frame != null && frame.contains("\"type\":\"welcome\"");
    }

    private Instant block(List<Client> clients) throws InterruptedException {
        long start = System.nanoTime();
        JsonNode answer = api.put(
                "{\"for\":\"" + BLOCK.toSeconds()
                        + "s\",\"reason\":\"the demo\",\"message\":\"You are blocked for a moment.\"}",
                "blocks", "user", "alice").object();
        steps.done("block alice for " + BLOCK.toSeconds() + " s",
                "on the log and acknowledged after " + Steps.millisSince(start));
        for (Client client : clients) {
            Client.Closed closed = closed(client, BLOCKED);
            steps.done("a connection of alice is closed", closed.code() + " " + closed.reason() + ", "
                    + Steps.millis(closed.nanos() - start) + " after the request was sent");
        }
        return Times.parse(answer.path("expires_at").asText());
    }

    private static Client.Closed closed(Client client, int code) throws InterruptedException {
        Client.Closed closed = client.closedWithin(PATIENCE);
        if (closed == null || closed.code() != code) {
            throw new StoryFailed("a connection of alice is closed with " + code + "; it was " + closed);
        }
        return closed;
    }

    private void refused() throws InterruptedException {
        try (Client again = Client.connect(http, edge, app, tokens.apply("alice"))) {
            String told = again.next(PATIENCE);
            Client.Closed closed = again.closedWithin(PATIENCE);
            Steps.require(closed != null && closed.code() == BLOCKED && !isWelcome(told),
                    "alice's reconnect is refused with " + BLOCKED);
            steps.done("alice tries to come back", "refused, told " + told);
        }
    }

    private void untouched(Client bob) throws InterruptedException {
        long start = System.nanoTime();
        bob.send("{\"type\":\"ping\"}");
        String answer = bob.next(PATIENCE);
        Steps.require(answer != null && answer.contains("pong"), "bob's connection still answers");
        steps.done("bob notices nothing", "his ping is answered after " + Steps.millisSince(start));
    }

    private void backAtTheEnd(Instant until) throws InterruptedException {
        int refused = 0;
        while (true) {
            Instant asked = Instant.now();
            try (Client again = Client.connect(http, edge, app, tokens.apply("alice"))) {
                if (isWelcome(again.next(PATIENCE))) {
                    Steps.require(!Instant.now().isBefore(until), "alice stays out until the end of the block");
                    steps.done("the block expires by itself",
                            "alice is back in, " + Duration.between(until, Instant.now())
                                    .toMillis() + " ms after its end, refused " + refused + " times before");
                    return;
                }
            }
            refused++;
            Steps.require(asked.isBefore(until.plus(PATIENCE)), "alice gets in again after the end of the block");
        }
    }

    private void terminate() throws InterruptedException {
        try (Client alice = welcomed("alice")) {
            long start = System.nanoTime();
            api.delete(null, "sessions", "user", "alice");
            Client.Closed closed = closed(alice, TERMINATED);
            steps.done("terminate alice",
                    closed.code() + " " + closed.reason() + ", " + Steps.millis(closed.nanos() - start)
                            + " after the request was sent");
        }
        welcomed("alice").close();
        steps.done("alice may return at once", "welcomed");
    }
}
