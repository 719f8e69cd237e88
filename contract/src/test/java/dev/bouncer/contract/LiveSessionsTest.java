package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LiveSessionsTest {
    private static final UUID FIRST = UUID.fromString("0198c1d2-0000-4000-8000-00000000000a");
    private static final UUID SECOND = UUID.fromString("f198c1d2-0000-4000-8000-00000000000a");
    private static final Instant SINCE = Instant.parse("2026-12-01T12:00:00.123Z");
    private static final Subject ALICE = new Subject(SubjectKind.USER, "alice");

    private static LiveSession session(UUID id) {
        return new LiveSession("edge-1", id, SINCE, List.of(ALICE, new Subject(SubjectKind.IP, "192.0.2.7")),
                "gateway", "192.0.2.7", "curl/8.5", "chat");
    }

    @Test
    void formIsFixed() {
        LiveSession bare = new LiveSession("edge-1", SECOND, SINCE, List.of(), "native", null, null, null);
        LiveSessions sessions = new LiveSessions(List.of(session(FIRST), bare), SECOND);
        String json = "{\"sessions\":[{\"edge\":\"edge-1\",\"session\":\"" + FIRST
                + "\",\"since\":\"2026-12-01T12:00:00.123Z\",\"subjects\":[{\"kind\":\"user\",\"id\":\"alice\"},"
                + "{\"kind\":\"ip\",\"id\":\"192.0.2.7\"}],\"protocol\":\"gateway\",\"address\":\"192.0.2.7\","
                + "\"user_agent\":\"curl/8.5\",\"route\":\"chat\"},{\"edge\":\"edge-1\",\"session\":\"" + SECOND
                + "\",\"since\":\"2026-12-01T12:00:00.123Z\",\"subjects\":[],\"protocol\":\"native\"}],\"next\":\""
                + SECOND + "\"}";

        assertThat(new String(sessions.encode(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(LiveSessions.decode(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(sessions);
    }

    @Test
    void orderIsThatOfTheTexts() {
        List<UUID> ids = IntStream.range(0, 1000).mapToObj(i -> UUID.randomUUID()).toList();

        assertThat(ids.stream().sorted(LiveSession.ORDER))
                .containsExactlyElementsOf(ids.stream().sorted(Comparator.comparing(UUID::toString)).toList());
    }

    @Test
    void saysWhereToGoOnIfThereAreMore() {
        assertThat(LiveSessions.first(Stream.of(session(FIRST), session(SECOND)), 2))
                .isEqualTo(new LiveSessions(List.of(session(FIRST), session(SECOND)), null));
        assertThat(LiveSessions.first(Stream.of(session(FIRST), session(SECOND)), 1))
                .isEqualTo(new LiveSessions(List.of(session(FIRST)), FIRST));
        assertThat(LiveSessions.first(Stream.of(), 1)).isEqualTo(new LiveSessions(List.of(), null));
    }

    @Test
    void noAnswerIsLongerThanCallersTake() {
        List<Subject> subjects = IntStream.range(0, 32)
                .mapToObj(i -> new Subject(SubjectKind.USER, i + "🙂".repeat(250))).toList();
        Stream<LiveSession> long1 = IntStream.range(0, 1000).mapToObj(i -> new LiveSession("edge-1", new UUID(0, i),
                SINCE, subjects, "native", null, null, null));

        LiveSessions answer = LiveSessions.first(long1, 1000);

        assertThat(answer.encode()).hasSizeBetween(LiveSessions.MAX_BYTES * 9 / 10, LiveSessions.MAX_BYTES);
        assertThat(answer.next()).isEqualTo(answer.sessions().getLast().id());
    }

    @Test
    void whatClientsCallThemselvesIsCutAndHarmless() {
        assertThat(LiveSession.userAgent(null)).isNull();
        assertThat(LiveSession.userAgent("\r\n\u0000")).isNull();
        assertThat(LiveSession.userAgent("a\u001b[31mb\ud83d")).isEqualTo("a[31mb");
        assertThat(LiveSession.userAgent("🙂".repeat(300))).isEqualTo("🙂".repeat(256));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                     | sessions: expected an array, got none
            {"sessions":1}         | sessions: expected an array of objects, got '1'
            {"sessions":[{}]}      | sessions.edge: expected a text, got none
            {"sessions":[],"next":"x"} | next: expected a UUID, got 'x'
            """)
    void whatIsNoAnswerIsRefused(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveSessions.decode(json.getBytes(StandardCharsets.UTF_8))).withMessage(message);
    }
}
