package dev.bouncer.contract;

import java.net.URI;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SessionsRequestTest {
    private static final URI EDGE = URI.create("http://10.0.0.3:9081");
    private static final UUID SESSION = UUID.fromString("0198c1d2-0000-4000-8000-00000000000a");

    static Stream<String> ids() {
        return HistoryRequestTest.ids();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void whateverAnIdHoldsItArrivesAsItIs(String id) {
        SessionsRequest request = SessionsRequest.of(SubjectKey.of("chat", SubjectKind.USER, id), SESSION, 7);
        URI uri = request.at(EDGE);

        assertThat(uri.normalize()).isEqualTo(uri);
        assertThat(SessionsRequest.parse(URI.create(uri.getRawPath() + '?' + uri.getRawQuery()))).isEqualTo(request);
    }

    @Test
    void formIsFixed() {
        SessionsRequest all = new SessionsRequest("chat", null, null, 1000);

        assertThat(all.at(EDGE)).hasToString("http://10.0.0.3:9081/internal/sessions/chat?limit=1000");
        assertThat(SessionsRequest.parse(URI.create("/internal/sessions/chat"))).isEqualTo(all);
        assertThat(new SessionsRequest("chat", new Subject(SubjectKind.IP, "192.0.2.0/24"), SESSION, 3).at(EDGE))
                .hasToString("http://10.0.0.3:9081/internal/sessions/chat/ip/192%2E0%2E2%2E0%2F24?limit=3&after="
                        + SESSION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat/user             | path: expected /internal/sessions/{app} or /internal/sessions/{app}/{kind}/{id}, got /internal/sessions/chat/user
            ''                    | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got ''
            c.t                   | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got 'c.t'
            chat/user/            | subject id: expected 1 to 256 characters, got none
            chat/robot/a          | subject kind: expected one of user, token, ip, device, app, got 'robot'
            chat?limit=0          | limit: expected 1 to 1000, got 0
            chat?limit=1001       | limit: expected 1 to 1000, got 1001
            chat?after=1          | query: expected limit=N and after=UUID, got 'after=1'
            chat?edge=1           | query: expected limit=N and after=UUID, got 'edge=1'
            """)
    void whatIsNoneIsRefused(String path, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionsRequest.parse(URI.create("/internal/sessions/" + path)))
                .withMessage(message);
    }
}
