package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.Topics;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the topics on and checks everything, again and again; remembers what was broken. Used by one thread.
 */
final class Checks implements AutoCloseable {
    private static final Duration SETTLES = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final History history;
    private final ForeignProducer foreign;
    private final TopicReader auditTopic;
    private final TopicReader blocklistTopic;
    private final TopicReader deadLetterTopic;
    private final AuditFold audit = new AuditFold();
    private final Map<String, Fact> blocklist = new HashMap<>();
    private long deadLetters;
    private final Map<String, Violation> violations = new LinkedHashMap<>();

    Checks(History history, ForeignProducer foreign, String bootstrapServers) {
        this.history = history;
        this.foreign = foreign;
        Topics topics = new Topics("");
        this.auditTopic = new TopicReader(bootstrapServers, topics.audit(), Launch.PARTITIONS);
        this.blocklistTopic = new TopicReader(bootstrapServers, topics.blocklist(), Launch.PARTITIONS);
        this.deadLetterTopic = new TopicReader(bootstrapServers, topics.deadLetters(), 1);
    }

    /** Waits until the logs have settled, no command being under way, and checks; what is new among the violations. */
    List<Violation> check() throws InterruptedException {
        List<Violation> found = settled();
        Instant now = history.now();
        found.addAll(DoorChecker.check(history.given(), history.visits(), history.excuses(), now));
        history.undocumented()
                .forEach(answer -> found
                        .add(new Violation(1, "no answer of the documented kind: " + answer, List.of())));
        found.addAll(ComebackChecker.check(history.comebacks(), now));
        return fresh(found);
    }

    /** The same of what alone can be checked where not all have come back. */
    List<Violation> checkComebacks() {
        return fresh(ComebackChecker.check(history.comebacks(), history.now()));
    }

    private List<Violation> fresh(List<Violation> found) {
        List<Violation> fresh = new ArrayList<>();
        for (Violation violation : found) {
            if (violations.putIfAbsent(violation.what(), violation) == null) fresh.add(violation);
        }
        return fresh;
    }

    // A backlog takes as long as it takes, but it must become shorter.
    private List<Violation> settled() throws InterruptedException {
        long events = audit.events();
        Instant progressed = history.now();
        while (true) {
            List<Violation> found = logs();
            if (found.isEmpty() || history.now().isAfter(progressed.plus(SETTLES))) return found;
            if (audit.events() > events) progressed = history.now();
            events = audit.events();
            Thread.sleep(PAUSE);
        }
    }

    private List<Violation> logs() {
        try {
            readOn();
        } catch (KafkaException e) {
            return new ArrayList<>(List.of(new Violation(5, "the log cannot be read: " + e.getMessage(), List.of())));
        }
        List<Violation> found = LogChecker.check(history.given(), audit, blocklist, history.now());
        if (deadLetters != foreign.poisoned()) {
            found.add(new Violation(1, foreign.poisoned() + " records were no commands, " + deadLetters
                    + " are in the dead letters", List.of()));
        }
        return found;
    }

    private void readOn() {
        auditTopic.readOn(record -> audit.add(record.partition(), record.offset(), record.value()));
        blocklistTopic.readOn(record -> {
            String user = new String(record.key(), java.nio.charset.StandardCharsets.UTF_8)
                    .substring((Launch.APP + ":user:").length());
            if (record.value() == null) {
                blocklist.remove(user);
            } else {
                blocklist.put(user, Fact.ofBlock(AuditFold.parse(record.value())));
            }
        });
        deadLetterTopic.readOn(_ -> deadLetters++);
    }

    List<Violation> violations() {
        return List.copyOf(violations.values());
    }

    long events() {
        return audit.events();
    }

    long deadLetters() {
        return deadLetters;
    }

    @Override
    public void close() {
        auditTopic.close();
        blocklistTopic.close();
        deadLetterTopic.close();
    }
}
