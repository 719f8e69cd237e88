package dev.bouncer.cli.audit;

import java.time.Duration;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Patience;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.ChainHead;

/** The heads of the chains, as moderation-streams keeps them. One thread. */
public final class ChainHeads implements AutoCloseable {
    private static final int ATTEMPTS = 25;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LastRecords changelog;

    private ChainHeads(LastRecords changelog) {
        this.changelog = changelog;
    }

    /** @throws CommandFailed if moderation-streams never ran */
    static ChainHeads open(KafkaConfig kafka) {
        return new ChainHeads(LastRecords.open(kafka, kafka.topics().chainHeads()));
    }

    /**
     * By partition; those without events have none.
     *
     * @throws IllegalArgumentException if it holds something else
     */
    Map<Integer, ChainHead> read() {
        Map<Integer, ChainHead> heads = new TreeMap<>();
        changelog.read().forEach((partition, record) -> {
            if (record.value() != null && Arrays.equals(record.key(), ChainHead.key())) {
                heads.put(partition, ChainHead.decode(record.value()));
            }
        });
        return heads;
    }

    /**
     * The heads with where and when their events stand in the log. While commands come in it looks again until both agree.
     *
     * @throws CommandFailed if they do not come to agree
     */
    public static List<Head> locate(KafkaConfig kafka, Patience.Pause pause) throws InterruptedException {
        String topic = kafka.topics().audit();
        try (ChainHeads heads = open(kafka); LastRecords audit = LastRecords.open(kafka, topic)) {
            for (int attempt = 0;; attempt++) {
                Map<Integer, ChainHead> ends = heads.read();
                List<Head> located = new ArrayList<>();
                audit.read().forEach((partition, record) -> {
                    ChainHead end = ends.get(partition);
                    if (end != null && Entry.of(record) instanceof Entry.Event event
                            && event.record().hash().equals(end.hash())) {
                        located.add(new Head(topic, partition, end, event.offset(), event.record().event().at()));
                    }
                });
                if (located.size() == ends.size()) return located;
                if (attempt == ATTEMPTS) {
                    throw new CommandFailed(ExitStatus.FAILED,
                            topic + " does not end where moderation-streams says, or "
                                    + "grows too fast to be looked at: 'bouncer audit verify' says more");
                }
                pause.await(PAUSE);
            }
        }
    }

    @Override
    public void close() {
        changelog.close();
    }
}
