package dev.bouncer.contract;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

final class SourceOffsetTest {
    private static Headers headers(byte @Nullable [] value) {
        return new RecordHeaders().add("source-offset", value);
    }

    @Test
    void isWrittenInDecimal() {
        assertThat(SourceOffset.header(812).key()).isEqualTo("source-offset");
        assertThat(SourceOffset.header(812).value()).isEqualTo(utf8("812"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 812, Long.MAX_VALUE})
    void readsAsTheSame(long offset) {
        assertThat(SourceOffset.read(new RecordHeaders().add(SourceOffset.header(offset)))).hasValue(offset);
    }

    @Test
    void lastOfSeveralCounts() {
        assertThat(SourceOffset.read(headers(utf8("1")).add(SourceOffset.header(2)))).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", " 1", "-1", "9223372036854775808", "１"})
    void otherTextIsNoOffset(String text) {
        assertThat(SourceOffset.read(headers(utf8(text)))).isEmpty();
    }

    @Test
    void absentIsNoOffset() {
        assertThat(SourceOffset.read(new RecordHeaders())).isEmpty();
        assertThat(SourceOffset.read(headers(null))).isEmpty();
    }
}
