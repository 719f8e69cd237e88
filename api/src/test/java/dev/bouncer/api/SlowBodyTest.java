package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.api.description.DescribedAnswers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that announces a body and does not send it to the end. */
class SlowBodyTest {
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d{3}).*?\r\n(.*?)\r\n\r\n(.*)",
            Pattern.DOTALL);
    private static final Pattern MEDIA_TYPE = Pattern.compile("(?i)content-type: ([^;\r\n]*)");

    @AutoClose
    private final RunningApi api = RunningApi.waiting(Duration.ofMillis(300));

    private DescribedAnswers.Exchange send(String method, String target) throws IOException {
        try (Socket socket = api.client().connect()) {
            socket.getOutputStream().write((method + ' ' + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + RunningApi.BACKEND + "\r\nX-API-Key: " + RunningApi.BACKEND
                    + "\r\nContent-Length: 100\r\n\r\n{\"re")
                    .getBytes(StandardCharsets.UTF_8));
            Matcher answer = ANSWER.matcher(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(answer.matches()).isTrue();
            Matcher mediaType = MEDIA_TYPE.matcher(answer.group(2));
            DescribedAnswers.Exchange exchange = new DescribedAnswers.Exchange(method, target, "",
                    Integer.parseInt(answer.group(1)), mediaType.find() ? mediaType.group(1) : "", answer.group(3));
            DescribedAnswers.check(exchange);
            return exchange;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT /v1/apps/chat/blocks/user/alice", "POST /v1/apps/chat/bulk"})
    void isToldSo(String request) throws IOException {
        String[] words = request.split(" ", 2);
        DescribedAnswers.Exchange answer = send(words[0], words[1]);
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.body()).contains("urn:bouncer:problem:request-timeout", "the body stopped arriving");
        assertThat(api.log()).isEmpty();
    }

    @Test
    void isToldSoInTheWordsOfPusher() throws IOException {
        DescribedAnswers.Exchange answer = send("POST", new PusherRequest().target());
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.body()).contains("{\"error\":\"The request did not arrive in time");
    }

    @Test
    void isToldSoInTheWordsOfCentrifugo() throws IOException {
        DescribedAnswers.Exchange answer = send("POST", "/api/block_user");
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.body()).isEmpty();
        assertThat(api.log()).isEmpty();
    }
}
