package dev.bouncer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DepartureHeaderTest {
    private static final Instant STARTED = Instant.parse("2026-11-01T12:00:00.123Z");

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void says_when_the_process_started() {
        headers.add(DepartureHeader.of(STARTED));

        assertThat(DepartureHeader.in(headers)).isEqualTo(STARTED);
    }

    @Test
    void is_absent_where_somebody_else_wrote_the_tombstone() {
        assertThat(DepartureHeader.in(headers)).isNull();
    }

    @Test
    void is_refused_where_it_is_no_time() {
        headers.add(DepartureHeader.HEADER, "yesterday".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> DepartureHeader.in(headers)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 3339");
    }
}
