package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The times from a fault to service again, without other load. Each is measured a few times; all results are said. */
final class Measure {
    private static final int TIMES = 3;
    private static final int BLOCKS = 1_000_000;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Run run;
    private final Events events;
    private final Launch launch;

    Measure(Run run, Launch launch, Events events) {
        this.run = run;
        this.launch = launch;
        this.events = events;
    }

    void all() throws InterruptedException {
        run.startCluster();
        List<Double> killed = new ArrayList<>();
        List<Double> paused = new ArrayList<>();
        List<Double> audit = new ArrayList<>();
        List<Double> expiry = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            killed.add(leaderLost(i % Launch.PARTITIONS, true));
            paused.add(leaderLost(i % Launch.PARTITIONS, false));
            streamsLost(1 + i % 2, audit, expiry);
        }
        List<Double> warm = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        load();
        for (int i = 0; i < TIMES; i++) {
            warm.add(edgeLost(new Killed(List.of(edge()), Duration.ZERO)));
            cold.add(edgeLost(new StateDeleted(edge())));
        }
        say("leader killed, to the next acknowledged command of its partition", killed);
        say("leader stopped (SIGSTOP), to the same", paused);
        say("moderation-streams instance killed, to an audit event in every partition", audit);
        say("the same, to an expiry in every partition", expiry);
        say("edge killed, to ready again, " + BLOCKS + " blocks in force", warm);
        say("edge killed and its disk emptied, to the same", cold);
    }

    private void say(String what, List<Double> seconds) {
        events.say(what + ": " + seconds.stream().sorted().map("%.1f s"::formatted).toList());
    }

    private static Node edge() {
        return new Node(Node.Kind.EDGE, 1);
    }

    /** A user whose commands belong into that partition. */
    private static String user(int partition, int round) {
        return IntStream.range(0, 10_000).mapToObj(i -> "probe-" + round + "-" + i)
                .filter(user -> new CommandKey(Lane.BLOCK, SubjectKey.of(Launch.APP, SubjectKind.USER, user))
                        .partition(Launch.PARTITIONS) == partition)
                .findFirst().orElseThrow();
    }

    private double leaderLost(int partition, boolean killed) throws InterruptedException {
        Node leader = run.cluster().health().leader(partition);
        long lost = System.nanoTime();
        if (killed) {
            run.cluster().kill(List.of(leader));
        } else {
            run.cluster().pause(leader);
        }
        for (int i = 0;; i++) {
            String tag = "lost-" + lost + "-" + i;
            Given.Outcome outcome = run.calls().attempt(Node.Kind.API.nodes().get(i % 2), tag, user(partition, 0),
                    Given.Type.UNBLOCK, null);
            if (outcome == Given.Outcome.ACKNOWLEDGED) break;
            Thread.sleep(PAUSE);
        }
        double seconds = since(lost);
        if (killed) {
            run.cluster().start(leader);
        } else {
            run.cluster().resume(leader);
        }
        run.cluster().awaitReady();
        return seconds;
    }

    // Commands and ends of blocks come all the time, in every partition, so that what is late is the instance.
    private void streamsLost(int number, List<Double> audit, List<Double> expiry) throws InterruptedException {
        Node node = new Node(Node.Kind.STREAMS, number);
        try (TopicReader reader = new TopicReader(launch.bootstrapServers(), new Topics("").audit(),
                Launch.PARTITIONS)) {
            reader.readOn(_ -> {});
            Instant killedAt = run.history().now();
            long lost = System.nanoTime();
            run.cluster().kill(List.of(node));
            Set<Integer> taken = new HashSet<>();
            Set<Integer> expired = new HashSet<>();
            for (int round = 0; expired.size() < Launch.PARTITIONS; round++) {
                block(lost, round);
                reader.readOn(record -> {
                    JsonNode event = AuditFold.parse(record.value());
                    boolean isExpiry = event.path("type").asText().equals("expired");
                    Instant at = Instant.parse(event.path("at").asText());
                    if (at.isAfter(killedAt)) (isExpiry ? expired : taken).add(record.partition());
                });
                if (taken.size() == Launch.PARTITIONS && audit.size() == expiry.size()) audit.add(since(lost));
            }
            expiry.add(since(lost));
        }
        run.cluster().start(node);
        run.cluster().awaitReady();
    }

    private void block(long lost, int round) throws InterruptedException {
        Instant end = run.history().now().plusSeconds(4);
        for (int partition = 0; partition < Launch.PARTITIONS; partition++) {
            run.calls().attempt(Node.Kind.API.nodes().get(round % 2), "p-" + lost + "-" + round + "-" + partition,
                    user(partition, round), Given.Type.BLOCK, end.toString());
        }
    }

    // Straight into the blocklist: how they came there makes no difference to an edge.
    private void load() {
        events.say("writing " + BLOCKS + " blocks ...");
        Instant now = run.history().now();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", launch.bootstrapServers(), "linger.ms", 20, "batch.size", 256 * 1024),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < BLOCKS; i++) {
                SubjectKey user = SubjectKey.of(Launch.APP, SubjectKind.USER, "mass-" + i);
                BlockEntry block = new BlockEntry(user, new UUID(1, i), now, null, "a measurement", null, "chaos");
                var _ = producer.send(new ProducerRecord<>(new Topics("").blocklist(),
                        new CommandKey(Lane.BLOCK, user).partition(Launch.PARTITIONS), user.bytes(),
                        BlockJson.encode(block)));
            }
        }
    }

    private double edgeLost(Fault fault) throws InterruptedException {
        Scene scene = new Scene(run.cluster(), run.history(), events, new ForeignProducer(launch.bootstrapServers()),
                new BulkCommands(run.calls(), run.history()));
        long lost = System.nanoTime();
        fault.apply(scene);
        fault.undo(scene);
        run.cluster().awaitReady(List.of(edge()));
        return since(lost);
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
