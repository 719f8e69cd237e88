package dev.bouncer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.bouncer.api.RunningApi;
import dev.bouncer.contract.Command;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client does where the network, or what stands between, loses something. */
class RetriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Subject ALICE = Subject.user("alice");

    @AutoClose
    private final RunningApi api = new RunningApi();

    private static BouncerClient client(URI uri, Duration deadline) {
        return BouncerClient.to(uri, "chat", RunningApi.BACKEND).deadline(deadline).build();
    }

    @Test
    void answersGetLostAndNoCommandIsGivenTwice() throws IOException {
        try (FlakyNetwork network = new FlakyNetwork(api.uri(), 3)) {
            Receipt given = client(network.uri(), PATIENCE).give(Block.of(ALICE).lasting(Duration.ofHours(1)));
            assertThat(api.log()).extracting(Command::id).containsExactly(given.command());
            assertThat(network.connections).hasValueGreaterThan(3);
        }
    }

    @Test
    void ofManyCommandsNoneIsAnotherOneWhenTheyAreGivenAgain() throws IOException {
        try (FlakyNetwork network = new FlakyNetwork(api.uri(), 2)) {
            List<LineResult> results = client(network.uri(), PATIENCE)
                    .giveEach(List.of(Block.of(ALICE), Terminate.of(ALICE)), How.safely());
            assertThat(results).extracting(LineResult::outcome).containsOnly(LineResult.Outcome.ACCEPTED);
            // On the log as often as it was sent, and by their ids the same commands: all but the first are dropped there.
            assertThat(api.log()).extracting(Command::id).isSubsetOf(
                    results.stream().map(LineResult::command).toList());
        }
    }

    @Test
    void whenTheDeadlineIsOverTheCallerLearnsByWhatNameToTryAgain() throws IOException {
        How how = How.safely();
        try (FlakyNetwork network = new FlakyNetwork(api.uri(), Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> client(network.uri(), Duration.ofMillis(300)).give(Block.of(ALICE), how))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class,
                            e -> assertThat(e.idempotencyKey()).isEqualTo(how.idempotencyKey()));
        }
        client(api.uri(), PATIENCE).give(Block.of(ALICE), how);
        assertThat(api.log()).hasSize(1);
    }

    @Test
    void whereNobodyListensNothingWasDone() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> client(URI.create("http://127.0.0.1:" + port), Duration.ofMillis(200))
                .give(Block.of(ALICE))).isInstanceOf(UnavailableException.class)
                .hasMessage("the API cannot be reached").hasCauseInstanceOf(IOException.class);
    }

    /** A load balancer's 502 says nothing of what became of the request; the 401 after it says nothing of that either. */
    @Test
    void whatStandsBetweenIsNotTakenForTheApi() throws IOException {
        List<Integer> statuses = new ArrayList<>(List.of(502, 520, 401));
        try (Between between = new Between(exchange -> exchange.sendResponseHeaders(statuses.removeFirst(), -1))) {
            assertThatThrownBy(() -> client(between.uri(), PATIENCE).give(Block.of(ALICE)))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
                        assertThat(e.type()).isEqualTo(ProblemType.OTHER);
                        assertThat(e.problem()).extracting(Problem::status).isEqualTo(401);
                    });
            assertThat(statuses).isEmpty();
        }
    }

    @Test
    void whatIsNeitherDoneNorRefusedMayBeDone() throws IOException {
        try (Between between = new Between(exchange -> exchange.sendResponseHeaders(307, -1))) {
            assertThatThrownBy(() -> client(between.uri(), PATIENCE).give(Block.of(ALICE)))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class,
                            e -> assertThat(e.problem()).extracting(Problem::status).isEqualTo(307));
            assertThatThrownBy(() -> client(between.uri(), PATIENCE).findBlock(ALICE))
                    .isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void whoCannotReadTheAnswerDoesNotKnowWhatWasDone() throws IOException {
        How how = How.safely();
        byte[] page = "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8);
        try (Between between = new Between(exchange -> {
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        })) {
            BouncerClient client = client(between.uri(), PATIENCE);
            assertThatThrownBy(() -> client.give(Block.of(ALICE), how)).isInstanceOfSatisfying(
                    OutcomeUnknownException.class,
                    e -> assertThat(e.idempotencyKey()).isEqualTo(how.idempotencyKey()));
            assertThatThrownBy(() -> client.giveEach(List.of(Block.of(ALICE)), how))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> client.findBlock(ALICE)).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> client.check(List.of(ALICE))).isInstanceOf(UnavailableException.class)
                    .hasMessage("the answer is not one of Bouncer's API");
        }
    }

    @Test
    @Timeout(60)
    void anAnswerThatNeverEndsIsNotWaitedForBeyondTheDeadline() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (Between between = new Between(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(over);
        })) {
            assertThatThrownBy(() -> client(between.uri(), Duration.ofMillis(300)).give(Block.of(ALICE)))
                    .isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("in time");
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aQuestionIsAskedAgain() throws IOException {
        client(api.uri(), PATIENCE).give(Block.of(ALICE));
        try (FlakyNetwork network = new FlakyNetwork(api.uri(), 2)) {
            assertThat(client(network.uri(), PATIENCE).findBlock(ALICE)).isPresent();
        }
    }
}
