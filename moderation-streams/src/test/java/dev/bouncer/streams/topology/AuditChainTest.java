package dev.bouncer.streams.topology;

import java.time.Instant;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

final class AuditChainTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final AuditEvent EVENT = new AuditEvent.Expired(
            new BlockEntry(user("alice"), new UUID(0, 0), NOW, NOW, null, null, "backend-1"), NOW);

    private final KeyValueStore<byte[], byte[]> store = StoreFixture.keyValue();

    @Test
    void firstRecordFollowsNone() {
        AuditChain chain = new AuditChain(store);

        assertThat(chain.append(EVENT).previous()).isEqualTo(AuditRecord.GENESIS);
        assertThat(chain.length()).isEqualTo(1);
    }

    @Test
    void eachRecordFollowsTheOneBeforeItAndCarriesItsOwnHash() {
        AuditChain chain = new AuditChain(store);
        AuditRecord first = chain.append(EVENT);
        AuditRecord second = chain.append(EVENT);

        assertThat(second.previous()).isEqualTo(first.hash()).isNotEqualTo(second.hash());
        assertThat(AuditRecord.hashOf(second.encode())).isEqualTo(second.hash());
    }

    @Test
    void chainGoesOnWhereAnotherInstanceLeftIt() {
        AuditRecord last = new AuditChain(store).append(EVENT);
        AuditChain resumed = new AuditChain(store);

        assertThat(resumed.length()).isEqualTo(1);
        assertThat(resumed.hash()).isEqualTo(last.hash());
        assertThat(resumed.append(EVENT).previous()).isEqualTo(last.hash());
    }
}
