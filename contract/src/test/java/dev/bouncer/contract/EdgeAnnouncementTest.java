package dev.bouncer.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.bouncer.contract.Samples.APPENDED;
import static dev.bouncer.contract.Samples.ID;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.text;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class EdgeAnnouncementTest {
    private static final EnforcementReport REPORT = new EnforcementReport(ID, "edge-1", 4, Duration.ofMillis(7),
            APPENDED);
    private static final String REPORT_JSON = """
            {"v":1,"command":"0198c1f0-7a00-7000-8000-000000000001","edge":"edge-1","sessions":4,"ms":7,\
            "at":"2026-11-01T09:30:01.000Z"}""";

    private static final EdgeAnnouncement FULL = new EdgeAnnouncement("edge-1", "1.2.3", "10.0.0.3:9081", ISSUED, true,
            List.of(812L, 0L), Duration.ofSeconds(20), Map.of("chat", 120, "blog", 0), List.of(REPORT), APPENDED);
    private static final String FULL_JSON = """
            {"v":1,"edge":"edge-1","version":"1.2.3","address":"10.0.0.3:9081",\
            "started_at":"2026-11-01T09:30:00.250Z","ready":true,"applied":[812,0],"fence_after_ms":20000,\
            "sessions":{"blog":0,"chat":120},"confirmed":[%s],"at":"2026-11-01T09:30:01.000Z"}"""
            .formatted(REPORT_JSON);
    private static final EdgeAnnouncement BARE = new EdgeAnnouncement("edge-2", "dev", null, ISSUED, false, List.of(),
            null, List.of(), APPENDED);
    private static final String BARE_JSON = """
            {"v":1,"edge":"edge-2","version":"dev","started_at":"2026-11-01T09:30:00.250Z","ready":false,\
            "applied":[],"at":"2026-11-01T09:30:01.000Z"}""";

    @Test
    void jsonIsPinned() {
        assertThat(text(FULL.encode())).isEqualTo(FULL_JSON);
        assertThat(text(BARE.encode())).isEqualTo(BARE_JSON);
        assertThat(text(REPORT.encode())).isEqualTo(REPORT_JSON);
    }

    @Test
    void readsAsTheSame() {
        assertThat(EdgeAnnouncement.decode(utf8(FULL_JSON))).isEqualTo(FULL);
        assertThat(EdgeAnnouncement.decode(utf8(BARE_JSON))).isEqualTo(BARE);
        assertThat(EnforcementReport.decode(utf8(REPORT_JSON))).isEqualTo(REPORT);
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(EdgeAnnouncement.decode(utf8(BARE_JSON.replace("{\"v\"", "{\"new\":[1],\"v\"")))).isEqualTo(BARE);
        assertThat(EnforcementReport.decode(utf8(REPORT_JSON.replace("{\"v\"", "{\"new\":1,\"v\"")))).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "v":1           | "v":2            | v: expected 1, got 2
            "edge-2"        | "edge 2"         | edge: expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got 'edge 2'
            "dev"           | ""               | version: expected 1 to 64 characters, got none
            "ready":false   | "ready":"no"     | ready: expected true or false, got the text 'no'
            "ready":false,  | ``               | ready: expected true or false, got none
            "applied":[]    | "applied":[-1]   | applied: expected offsets of 0 or more, got -1
            "applied":[]    | "applied":["1"]  | applied: expected an array of integers, got the text '1'
            "applied":[],   | ``               | applied: expected an array of integers, got none
            "applied":[]    | "applied":[],"fence_after_ms":0 | fence_after_ms: expected 1 to 3153600000000, got 0
            "applied":[]    | "applied":[],"fence_after_ms":9223372036854775807 | fence_after_ms: expected 1 to 3153600000000, got 9223372036854775807
            "applied":[]    | "applied":[],"fence_after_ms":-1 | fence_after_ms: expected 0 or more, got -1
            "applied":[]    | "applied":[],"sessions":4 | sessions: expected an object, got '4'
            "applied":[]    | "applied":[],"sessions":{"a":"4"} | sessions.a: expected an integer, got the text '4'
            "applied":[]    | "applied":[],"sessions":{"a":-1} | sessions.a: expected 0 or more, got -1
            "applied":[]    | "applied":[],"sessions":{"a b":1} | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got 'a b'
            """)
    void refusesAndSaysWhy(String right, String wrong, String message) {
        assertThat(BARE_JSON).contains(right);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeAnnouncement.decode(utf8(BARE_JSON.replace(right, wrong)))).withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "sessions":4    | "sessions":0     | sessions: expected 1 or more, got 0
            "ms":7          | "ms":-7          | ms: expected 0 or more, got -7
            "edge-1"        | ""               | edge: expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got ''
            0198c1f0-       | x                | command: expected a UUID, got 'x7a00-7000-8000-000000000001'
            """)
    void refusesAReportAndSaysWhy(String right, String wrong, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnforcementReport.decode(utf8(REPORT_JSON.replace(right, wrong))))
                .withMessage(message);
    }

    @Test
    void tellsTheSessionsOfSoManyAppsAndNoMore() {
        Map<String, Integer> apps = IntStream.rangeClosed(0, EdgeAnnouncement.MOST_APPS).boxed()
                .collect(Collectors.toMap(i -> "app-" + i, i -> i));
        assertThatIllegalArgumentException().isThrownBy(() -> new EdgeAnnouncement("edge-1", "1", null, ISSUED, true,
                List.of(), null, apps, List.of(), APPENDED))
                .withMessage("sessions: expected at most 1000 apps, got 1001");
    }

    @Test
    void clocksThatAreApartMakeNoNegativeTime() {
        assertThat(new EnforcementReport(ID, "edge-1", 1, Duration.ofMillis(-3), APPENDED).took())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void hasAppliedWhatLiesBeforeItsOffset() {
        assertThat(FULL.hasApplied(new Position(0, 811))).isTrue();
        assertThat(FULL.hasApplied(new Position(0, 812))).isFalse();
        assertThat(FULL.hasApplied(new Position(1, 0))).isFalse();
        assertThat(FULL.hasApplied(new Position(2, 0))).isFalse();
    }

    @Test
    void aCommandAsksByAHeaderOfAnyValue() {
        assertThat(ConfirmHeader.isIn(new RecordHeaders())).isFalse();
        assertThat(ConfirmHeader.isIn(new RecordHeaders().add(ConfirmHeader.header()))).isTrue();
        assertThat(ConfirmHeader.isIn(new RecordHeaders().add("confirm", null))).isTrue();
    }
}
