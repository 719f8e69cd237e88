package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void whoIsTurnedAwayMeanwhileLearnsThatNothingWasDone() throws IOException {
        api.publisher.hold();
        CompletableFuture<ApiClient.Answer> inFlight = client.sendAsync("PUT", ALICE, "");
        await().until(() -> api.publisher.held() == 1);
        // Several, as the server may still be finishing with the last of them, whose client has its answer already: it
        // then closes what it takes for an idle connection.
        List<Begun> begun = new ArrayList<>();
        try {
            while (begun.size() < 5) {
                begun.add(new Begun(client.connect()));
            }
            CompletableFuture<Void> closed = CompletableFuture.runAsync(api.servers.getFirst()::close,
                    Thread::startVirtualThread);
            await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
                begun.forEach(Begun::goOn);
                assertThatThrownBy(() -> client.connect().close()).isInstanceOf(ConnectException.class);
            });

            assertThat(begun.stream().map(Begun::finish).filter(said -> !said.isEmpty())).isNotEmpty()
                    .allSatisfy(said -> assertThat(said).startsWith("HTTP/1.1 503 ")
                            .containsIgnoringCase("Retry-After: ")
                            .contains("\"type\":\"urn:bouncer:problem:not-ready\""));
            api.publisher.release();
            closed.join();
        } finally {
            for (Begun each : begun) {
                each.socket.close();
            }
        }
        assertThat(inFlight.join().status()).isEqualTo(200);
    }

    /** A request on a connection that has had an answer before, so that the server has got hold of it. */
    private record Begun(Socket socket) {
        Begun {
            try {
                say(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
                say(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Who says nothing would be cut off. */
        void goOn() {
            try {
                say(socket, "Still: here\r\n");
            } catch (IOException _) {
                // It was cut off: it will have said nothing.
            }
        }

        /** What the server says to it, or nothing. */
        String finish() {
            try {
                say(socket, "\r\n");
                return read(socket);
            } catch (IOException _) {
                return "";
            }
        }

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private static String read(Socket socket) throws IOException {
            byte[] bytes = new byte[64 * 1024];
            return new String(bytes, 0, Math.max(0, socket.getInputStream().read(bytes)), StandardCharsets.UTF_8);
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        api.close();
        api.close();
    }
}
