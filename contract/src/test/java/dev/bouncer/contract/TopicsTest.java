package dev.bouncer.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class TopicsTest {
    @Test
    void namesBeginWithThePrefix() {
        Topics plain = new Topics("");
        assertThat(List.of(plain.commands(), plain.blocklist(), plain.audit(), plain.edges(), plain.enforcements(),
                plain.deadLetters(), plain.streamsGroup())).containsExactly("moderation.commands",
                        "moderation.blocklist", "moderation.audit", "moderation.edges", "moderation.enforcements",
                        "moderation.dead-letters", "moderation-streams");

        Topics prefixed = new Topics("staging.");
        assertThat(List.of(prefixed.commands(), prefixed.blocklist(), prefixed.audit(), prefixed.edges(),
                prefixed.enforcements(), prefixed.deadLetters(), prefixed.streamsGroup()))
                .allMatch(name -> name.startsWith("staging.moderation"));
        assertThat(prefixed.specs(1, (short) 1)).extracting(TopicSpec::name).containsExactly(prefixed.commands(),
                prefixed.blocklist(), prefixed.audit(), prefixed.edges(), prefixed.enforcements(),
                prefixed.deadLetters());
    }

    @Test
    void settingsArePinned() {
        assertThat(new Topics("").specs(12, (short) 3)).containsExactly(
                new TopicSpec("moderation.commands", 12, (short) 3,
                        Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000",
                                "delete.retention.ms", "604800000", "message.timestamp.type", "LogAppendTime",
                                "min.insync.replicas", "2")),
                new TopicSpec("moderation.blocklist", 12, (short) 3,
                        Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "3600000",
                                "delete.retention.ms", "86400000", "min.insync.replicas", "2")),
                new TopicSpec("moderation.audit", 12, (short) 3,
                        Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1",
                                "min.insync.replicas", "2")),
                new TopicSpec("moderation.edges", 1, (short) 3,
                        Map.of("cleanup.policy", "compact", "segment.ms", "600000", "delete.retention.ms", "3600000",
                                "message.timestamp.type", "LogAppendTime", "min.insync.replicas", "2")),
                new TopicSpec("moderation.enforcements", 1, (short) 3,
                        Map.of("cleanup.policy", "delete", "retention.ms", "604800000", "min.insync.replicas", "2")),
                new TopicSpec("moderation.dead-letters", 1, (short) 3,
                        Map.of("cleanup.policy", "delete", "retention.ms", "2592000000", "max.message.bytes",
                                "2097152", "min.insync.replicas", "2")));
    }

    @Test
    void withFewerThanThreeCopiesOneInSyncIsEnough() {
        for (short replicationFactor : new short[]{1, 2}) {
            assertThat(new Topics("").specs(6, replicationFactor))
                    .allSatisfy(spec -> assertThat(spec.config()).containsEntry("min.insync.replicas", "1"));
        }
    }
}
