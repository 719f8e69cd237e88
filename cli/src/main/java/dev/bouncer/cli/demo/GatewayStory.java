package dev.bouncer.cli.demo;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.contract.Times;

/**
 * The gateway's story: alice and bob chat through an edge, on a server that knows nothing of it; alice is blocked, refused,
 * and let in again by the clock. Each line is printed only after what it says was seen to happen.
 */
public final class GatewayStory {
    /** How long alice is blocked. */
    public static final Duration BLOCK = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BLOCKED = 4403;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiClient api;
    private final URI edge;
    private final ChatServer chat;
    private final Function<String, String> tokens;
    private final Steps steps;

    /**
     * A story that has not begun.
     *
     * @param edge   has a route {@code /chat} to the chat
     * @param tokens makes a token for a user
     */
    public GatewayStory(ApiClient api, URI edge, ChatServer chat, Function<String, String> tokens, PrintStream out) {
        this.api = api;
        this.edge = edge;
        this.chat = chat;
        this.tokens = tokens;
        this.steps = new Steps(out);
    }

    /**
     * Tells it.
     *
     * @throws StoryFailed if anything did not happen as it must
     */
    public void tell() throws InterruptedException {
        try (Client alice = connect("alice"); Client bob = connect("bob")) {
            hears(alice, bob, "alice: hello bob");
            hears(bob, alice, "bob: hello alice");
            Instant until = block(alice);
            refused();
            hears(bob, bob, "bob: is anybody there?");
            backAtTheEnd(until, bob);
        }
    }

    private Client connect(String user) {
        return Client.connect(http, edge.resolve("/chat?name=" + user), tokens.apply(user));
    }

    private void hears(Client speaker, Client hearer, String line) throws InterruptedException {
        long start = System.nanoTime();
        speaker.send(line.substring(line.indexOf(' ') + 1));
        Steps.require(isHeard(hearer, line), "'" + line + "' is heard");
        steps.done(line, "heard after " + Steps.millisSince(start) + ", " + chat.connections()
                + " connections at the chat");
    }

    private static boolean isHeard(Client hearer, String line) throws InterruptedException {
        String heard = hearer.next(PATIENCE);
        // Everybody hears everything, their own words too.
        while (heard != null && !heard.equals(line))
            heard = hearer.next(PATIENCE);
        return heard != null;
    }

    private Instant block(Client alice) throws InterruptedException {
        long start = System.nanoTime();
        JsonNode answer = api.put("{\"for\":\"" + BLOCK.toSeconds()
                + "s\",\"reason\":\"the demo\",\"message\":\"You are blocked for a moment.\"}", "blocks", "user",
                "alice")
                .object();
        steps.done("block alice for " + BLOCK.toSeconds() + " s",
                "on the log and acknowledged after " + Steps.millisSince(start));
        Client.Closed closed = alice.closedWithin(PATIENCE);
        Steps.require(closed != null && closed.code() == BLOCKED, "alice's connection is closed with " + BLOCKED);
        if (closed != null) {
            steps.done("alice's connection is closed", closed.code() + " " + closed.reason() + ", "
                    + Steps.millis(closed.nanos() - start) + " after the request was sent");
        }
        return Times.parse(answer.path("expires_at").asText());
    }

    private void refused() throws InterruptedException {
        try (Client again = connect("alice")) {
            Client.Closed closed = again.closedWithin(PATIENCE);
            Steps.require(closed != null && closed.code() == BLOCKED, "alice's reconnect is refused with " + BLOCKED);
            if (closed != null)
                steps.done("alice tries to come back", "refused, " + closed.code() + ' ' + closed.reason());
        }
    }

    private void backAtTheEnd(Instant until, Client bob) throws InterruptedException {
        int refused = 0;
        while (true) {
            Instant asked = Instant.now();
            try (Client again = connect("alice")) {
                if (again.closedWithin(Duration.ofMillis(50)) == null) {
                    again.send("I am back");
                    Steps.require(isHeard(bob, "alice: I am back"), "bob hears that alice is back");
                    Steps.require(!Instant.now().isBefore(until), "alice stays out until the end of the block");
                    steps.done("the block expires by itself",
                            "bob hears alice again, refused " + refused + " times before");
                    return;
                }
            }
            refused++;
            Steps.require(asked.isBefore(until.plus(PATIENCE)), "alice gets in again after the end of the block");
        }
    }
}
