package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";

    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();

    @Test
    void whatIsInFlightHasItsAnswerAndNothingMoreIsTaken() {
        api.publisher.hold();
        CompletableFuture<ApiClient.Answer> inFlight = client.sendAsync("PUT", ALICE, "");
        await().until(() -> api.publisher.held() == 1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(api.servers.getFirst()::close,
                Thread::startVirtualThread);
        await().untilAsserted(() -> assertThatThrownBy(() -> client.connect().close())
                .isInstanceOf(ConnectException.class));
        // Longer than connections that only idle are kept.
        await().during(Duration.ofMillis(500)).until(() -> !inFlight.isDone());
        assertThat(closed).isNotDone();
        api.publisher.release();
        assertThat(inFlight.join().status()).isEqualTo(200);
        closed.join();
    }

    @Test
    void whoIsTurnedAwayMeanwhileLearnsThatNothingWasDone() throws Exception {
        api.publisher.hold();
        CompletableFuture<ApiClient.Answer> inFlight = client.sendAsync("PUT", ALICE, "");
        await().until(() -> api.publisher.held() == 1);
        try (Socket kept = client.connect()) {
            OutputStream begun = kept.getOutputStream();
            byte[] answer = new byte[64 * 1024];
            // A connection that the server has not got hold of yet may be forgotten when it stops listening.
            begun.write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(kept.getInputStream().read(answer)).isPositive();
            begun.write("GET /health/live HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> closed = CompletableFuture.runAsync(api.servers.getFirst()::close,
                    Thread::startVirtualThread);
            await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
                // Who says nothing would be cut off.
                begun.write("Still: here\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThatThrownBy(() -> client.connect().close()).isInstanceOf(ConnectException.class);
            });
            begun.write("\r\n".getBytes(StandardCharsets.US_ASCII));

            String said = new String(answer, 0, kept.getInputStream().read(answer), StandardCharsets.UTF_8);

            assertThat(said).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: ")
                    .contains("\"type\":\"urn:bouncer:problem:not-ready\"");
            api.publisher.release();
            closed.join();
        }
        assertThat(inFlight.join().status()).isEqualTo(200);
    }

    @Test
    void closingTwiceIsClosingOnce() {
        api.close();
        api.close();
    }
}
