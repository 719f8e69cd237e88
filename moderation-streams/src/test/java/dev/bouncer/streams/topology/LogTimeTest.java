package dev.bouncer.streams.topology;

import java.time.Instant;
import java.util.Optional;

import dev.bouncer.contract.Times;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class LogTimeTest {
    @Test
    void timestampIsTheRecords() {
        assertThat(extract(1_772_366_400_123L)).isEqualTo(1_772_366_400_123L);
    }

    @Test
    void recordWithoutTimestampStopsNothing() {
        assertThat(extract(-1)).isZero();
        assertThat(extract(Long.MIN_VALUE)).isZero();
    }

    @Test
    void timestampBeyondWhatCanBeWrittenStopsNothing() {
        assertThat(Times.format(Instant.ofEpochMilli(extract(Long.MAX_VALUE)))).isEqualTo("9999-12-31T23:59:59.999Z");
    }

    private static long extract(long timestamp) {
        return new LogTime().extract(new ConsumerRecord<>("topic", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0,
                "key", "value", new RecordHeaders(), Optional.empty()), 0);
    }
}
