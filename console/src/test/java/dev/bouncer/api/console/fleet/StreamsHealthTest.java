package dev.bouncer.api.console.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsHealthTest {
    private static HttpServer answering(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health/ready", exchange -> {
            try (exchange) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Test
    void eachInstanceIsToldAsItAnswersAndOneThatHangsHoldsUpNobody() throws Exception {
        HttpServer not = answering(503, "{\"status\":\"not ready\",\"reason\":\"restoring\"}");
        HttpServer odd = answering(500, "<html>");
        // It takes connections, and never says a word.
        try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                StreamsHealth health = new StreamsHealth(List.of(uri(hanging.getLocalPort()),
                        uri(not.getAddress().getPort()), uri(odd.getAddress().getPort())))) {
            List<StreamsLine> lines = health.ask();

            assertThat(lines).extracting(StreamsLine::condition).containsExactly(StreamsLine.Condition.UNREACHABLE,
                    StreamsLine.Condition.NOT_READY, StreamsLine.Condition.NOT_READY);
            assertThat(lines).extracting(StreamsLine::reason).containsExactly(null, "restoring", null);
        } finally {
            not.stop(0);
            odd.stop(0);
        }
    }

    @Test
    void nobodyIsAskedWhereNobodyIsKnown() {
        try (StreamsHealth health = new StreamsHealth(List.of())) {
            assertThat(health.ask()).isEmpty();
        }
    }
}
