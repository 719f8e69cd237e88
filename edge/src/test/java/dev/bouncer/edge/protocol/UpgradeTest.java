package dev.bouncer.edge.protocol;

import dev.bouncer.contract.IpRange;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UpgradeTest {
    @Test
    void doesNotTellItsTokens() {
        Upgrade upgrade = new Upgrade(Instant.EPOCH, IpRange.parse("192.0.2.7"), "/x",
                Map.of("token", "s3cret"), "Bearer s3cret", null, null, List.of("bouncer.v1", "s3cret"));

        assertThat(upgrade.toString()).doesNotContain("s3cret").contains("192.0.2.7");
    }
}
