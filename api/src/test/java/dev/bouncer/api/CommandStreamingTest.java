package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.Timeout;

/** What a streamed request may cost: a window of lines, whatever comes in and however slowly it is taken out. */
@Timeout(300)
@Isolated("its heap is measured")
class CommandStreamingTest {
    /** The window, one result that waits to be written, and one line that waits for room. */
    private static final int MOST_UNDER_WAY = 2_002;
    private static final String LINE = """
            {"type":"terminate","subject":{"kind":"user","id":"bob"},"reason":"%s"}
            """;
    private static final byte[] SHORT = LINE.formatted("x").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG = LINE.formatted("x".repeat(1_900)).getBytes(StandardCharsets.US_ASCII);

    @AutoClose
    private final RunningApi api = new RunningApi();

    @Test
    void twoHundredMegabytesGoThroughAFewOfMemory() throws Exception {
        api.publisher.forget();
        int lines = 200_000_000 / LONG.length;
        try (Socket socket = api.client().connect()) {
            CompletableFuture<Void> sent = send(socket, LONG, lines);
            BufferedReader results = results(socket);
            long before = usedHeap();
            for (int i = 1; i <= lines; i++) {
                assertThat(results.readLine())
                        .startsWith("{\"line\":" + i + ",\"outcome\":\"accepted\",\"command\":\"");
                if (i % (lines / 4) == 0) assertThat(usedHeap() - before).isLessThan(50_000_000);
            }
            sent.join();
            assertThat(results.readLine()).isNull();
        }
        assertThat(api.publisher.given()).isEqualTo(lines);
    }

    @Test
    void aLogThatIsSlowStopsTheReading() throws Exception {
        api.publisher.hold();
        int lines = 10_000;
        try (Socket socket = api.client().connect()) {
            CompletableFuture<Void> sent = send(socket, SHORT, lines);
            await().during(Duration.ofMillis(300)).until(() -> api.publisher.held() == MOST_UNDER_WAY);
            api.publisher.release();
            BufferedReader results = results(socket);
            for (int i = 1; i <= lines; i++) {
                assertThat(results.readLine()).startsWith("{\"line\":" + i + ",\"outcome\":\"accepted\"");
            }
            sent.join();
        }
        assertThat(api.publisher.log()).hasSize(lines);
    }

    @Test
    void aClientThatDoesNotReadStopsTheReadingUntilItDoes() throws Exception {
        api.publisher.forget();
        int lines = 500_000;
        try (Socket socket = api.client().connect()) {
            CompletableFuture<Void> sent = send(socket, SHORT, lines);
            long[] last = {-1};
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).until(() -> {
                long given = api.publisher.given();
                boolean stopped = given > 0 && given == last[0];
                last[0] = given;
                return stopped;
            });
            assertThat(api.publisher.given()).isLessThan(lines);
            assertThat(sent).isNotDone();
            BufferedReader results = results(socket);
            for (int i = 1; i <= lines; i++) {
                assertThat(results.readLine()).startsWith("{\"line\":" + i + ",");
            }
            sent.join();
        }
        assertThat(api.publisher.given()).isEqualTo(lines);
    }

    @Test
    void aClientThatIsGoneStopsTheWork() throws Exception {
        api.publisher.hold();
        CompletableFuture<Void> sent;
        try (Socket socket = api.client().connect()) {
            sent = send(socket, SHORT, 1_000_000);
            await().until(() -> api.publisher.held() == MOST_UNDER_WAY);
            socket.setSoLinger(true, 0);
        }
        await().until(sent::isCompletedExceptionally);
        api.publisher.release();
        await().until(() -> api.meters.find("bouncer.api.requests").tag("method", "POST").timer() != null);
        assertThat(api.publisher.given()).isLessThan(1_000_000);
        assertThat(api.client().get("/health/ready").status()).isEqualTo(200);
    }

    private static CompletableFuture<Void> send(Socket socket, byte[] line, int lines) {
        return CompletableFuture.runAsync(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(
                        ("POST /v1/apps/chat/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                + RunningApi.BACKEND + "\r\nContent-Length: " + (long) line.length * lines + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] block = new byte[line.length * 100];
                for (int i = 0; i < block.length; i++) {
                    block[i] = line[i % line.length];
                }
                int left = lines;
                for (; left >= 100; left -= 100) {
                    out.write(block);
                }
                out.write(block, 0, line.length * left);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Thread::startVirtualThread);
    }

    /** The result lines, without the framing of HTTP. */
    private static BufferedReader results(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new Dechunked(socket.getInputStream()), StandardCharsets.UTF_8));
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
