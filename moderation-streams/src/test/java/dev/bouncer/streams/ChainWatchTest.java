package dev.bouncer.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChainWatchTest {
    private static final TopicPartition AUDIT = new TopicPartition("moderation.audit", 0);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final MockConsumer<byte[], byte[]> log = new MockConsumer<>("none");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long offset;

    @Test
    void counts_what_does_not_follow_and_goes_on_from_there() {
        AuditRecord first = AuditRecord.chain(AuditRecord.GENESIS, event("one"));
        AuditRecord second = AuditRecord.chain(first.hash(), event("two"));
        AuditRecord anew = AuditRecord.chain(AuditRecord.GENESIS, event("begun anew"));
        AuditRecord after = AuditRecord.chain(anew.hash(), event("after"));
        byte[] altered = new String(AuditRecord.chain(after.hash(), event("altered")).encode(), StandardCharsets.UTF_8)
                .replace("altered", "changed").getBytes(StandardCharsets.UTF_8);
        log.updateBeginningOffsets(Map.of(AUDIT, 0L));
        log.updateEndOffsets(Map.of(AUDIT, 0L));

        try (ChainWatch watch = new ChainWatch(log, AUDIT.topic(), 1, Duration.ofMillis(1), meters)) {
            watch.start();
            log.schedulePollTask(() -> {
                give(first.encode());
                give(second.encode());
                give(anew.encode());
                give(after.encode());
                give(altered);
                give("no record".getBytes(StandardCharsets.UTF_8));
            });

            await().until(() -> breaks() >= 3);
        }

        assertThat(breaks()).isEqualTo(3);
    }

    @Test
    void a_chain_as_it_is_written_breaks_nowhere() {
        log.updateBeginningOffsets(Map.of(AUDIT, 0L));
        log.updateEndOffsets(Map.of(AUDIT, 0L));
        try (ChainWatch watch = new ChainWatch(log, AUDIT.topic(), 1, Duration.ofMillis(1), meters)) {
            watch.start();
            log.schedulePollTask(() -> {
                AuditRecord last = AuditRecord.chain("ab".repeat(32), event("whose predecessor nobody has seen"));
                give(last.encode());
                for (int i = 0; i < 10; i++) {
                    last = AuditRecord.chain(last.hash(), event("u" + i));
                    give(last.encode());
                }
            });

            await().until(() -> log.position(AUDIT) == 11);
        }

        assertThat(breaks()).isZero();
    }

    @Test
    void where_its_place_is_gone_it_goes_on_from_what_stands_there() {
        log.updateBeginningOffsets(Map.of(AUDIT, 0L));
        log.updateEndOffsets(Map.of(AUDIT, 0L));
        try (ChainWatch watch = new ChainWatch(log, AUDIT.topic(), 1, Duration.ofMillis(1), meters)) {
            watch.start();
            log.schedulePollTask(() -> give(AuditRecord.chain(AuditRecord.GENESIS, event("one")).encode()));
            await().until(() -> log.position(AUDIT) == 1);
            AuditRecord later = AuditRecord.chain("ab".repeat(32), event("after what was deleted"));
            log.schedulePollTask(() -> {
                log.updateBeginningOffsets(Map.of(AUDIT, 10L));
                log.updateEndOffsets(Map.of(AUDIT, 11L));
                offset = 10;
                give(later.encode());
            });
            await().until(() -> log.position(AUDIT) == 11);
            assertThat(breaks()).isZero();

            log.schedulePollTask(() -> give(AuditRecord.chain(AuditRecord.GENESIS, event("anew")).encode()));
            await().until(() -> breaks() == 1);
        }
    }

    @Test
    void whatever_fails_it_looks_on() {
        log.updateBeginningOffsets(Map.of(AUDIT, 0L));
        log.updateEndOffsets(Map.of(AUDIT, 0L));
        try (ChainWatch watch = new ChainWatch(log, AUDIT.topic(), 1, Duration.ofMillis(1), meters)) {
            log.schedulePollTask(() -> {
                throw new IllegalStateException("a defect");
            });
            watch.start();
            log.schedulePollTask(() -> give("no record".getBytes(StandardCharsets.UTF_8)));
            await().until(() -> breaks() >= 1);
        }
    }

    private double breaks() {
        return meters.get("bouncer.audit.chain.breaks").counter().count();
    }

    private static AuditEvent event(String user) {
        SubjectKey subject = SubjectKey.of("chat", SubjectKind.USER, user);
        return new AuditEvent.Expired(
                BlockEntry.of(new Command.Block(UUID.randomUUID(), subject, NOW, null, null, "test", NOW)), NOW);
    }

    private void give(byte[] value) {
        log.addRecord(new ConsumerRecord<>(AUDIT.topic(), 0, offset++, new byte[0], value));
    }
}
