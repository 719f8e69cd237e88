package dev.bouncer.contract;

import java.net.URI;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HistoryRequestTest {
    private static final URI INSTANCE = URI.create("http://streams-1:8082");

    static Stream<String> ids() {
        return Stream.of("alice", "a/b", "/", "a%2Fb", "%", "100%", "a+b", "a b", "..", ".", "../x", "a?b#c&d=e", "🙂",
                "🙂".repeat(256), "é", "\u202e", "a:b", "\\", "'\"<>|{}*");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void whateverAnIdHoldsItArrivesAsItIs(String id) {
        HistoryRequest request = new HistoryRequest(SubjectKey.of("chat", SubjectKind.USER, id), 7, 3);
        URI uri = request.at(INSTANCE);

        assertThat(uri.normalize()).isEqualTo(uri);
        assertThat(uri.toASCIIString()).isEqualTo(uri.toString());
        assertThat(HistoryRequest.parse(URI.create(uri.getRawPath() + '?' + uri.getRawQuery()))).isEqualTo(request);
    }

    @Test
    void formIsFixed() {
        HistoryRequest request = new HistoryRequest(SubjectKey.of("chat", SubjectKind.IP, "192.0.2.0/24"), 100);

        assertThat(request.at(INSTANCE))
                .hasToString("http://streams-1:8082/internal/history/chat/ip/192%2E0%2E2%2E0%2F24?limit=100");
        assertThat(request.of(3).at(INSTANCE).getRawQuery()).isEqualTo("limit=100&partition=3");
        assertThat(HistoryRequest.parse(URI.create("/internal/history/chat/ip/192.0.2.0/24"))).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat/user             | path: expected /internal/history/{app}/{kind}/{id}, got /internal/history/chat/user
            chat/user/            | subject id: expected 1 to 256 characters, got none
            c.t/user/a            | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got 'c.t'
            chat/robot/a          | subject kind: expected one of user, token, ip, device, app, got 'robot'
            chat/user/a?limit=0   | limit: expected 1 to 100, got 0
            chat/user/a?limit=101 | limit: expected 1 to 100, got 101
            chat/user/a?limit=-1  | query: expected limit=N and partition=N, got 'limit=-1'
            chat/user/a?after=1   | query: expected limit=N and partition=N, got 'after=1'
            """)
    void whatIsNoneIsRefused(String path, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistoryRequest.parse(URI.create("/internal/history/" + path)))
                .withMessage(message);
    }
}
