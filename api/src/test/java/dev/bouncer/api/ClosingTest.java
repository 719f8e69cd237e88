package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
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
    void closingTwiceIsClosingOnce() {
        api.close();
        api.close();
    }
}
