package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.ConfirmHeader;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CommandTailTest {
    private static final TopicPartition COMMANDS = new TopicPartition("moderation.commands", 0);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final MockConsumer<byte[], byte[]> log = new MockConsumer<>("earliest");
    private final SessionRegistry sessions = new SessionRegistry();
    private final BlocklistView view = new BlocklistView(new InMemoryBlockStore(), 1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Enforcer enforcer = new Enforcer(view, sessions, Duration.ZERO, () -> NOW, CommandListener.NONE,
            EnforcementTrace.NONE,
            meters);

    /** Guards against a store made anew closing the sessions of whoever was blocked, let in again, and came back. */
    @Test
    void what_this_process_enforced_before_is_only_noted_and_garbage_between_costs_nothing() {
        FakeSession alice = open("alice");
        FakeSession bob = open("bob");
        log.updateBeginningOffsets(Map.of(COMMANDS, 0L));

        try (CommandTail tail = CommandTail.start(log, COMMANDS.topic(), new long[]{0}, new long[]{1}, Duration.ZERO,
                enforcer,
                meters)) {
            log.schedulePollTask(() -> {
                give(0, block("alice"));
                log.addRecord(new ConsumerRecord<>(COMMANDS.topic(), 0, 1, new byte[]{1}, new byte[]{2}));
                give(2, block("bob"));
            });

            await().until(() -> tail.progress().reached(new long[]{3}));
        }

        assertThat(bob.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(alice.closedFor()).isNull();
        assertThat(view.find(user("alice"), NOW)).isNotNull();
        assertThat(meters.get("bouncer.commands.skipped").tag("why", "malformed").counter().count()).isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void after_a_few_commands_it_lets_others_gather_but_ends_at_once() {
        log.updateBeginningOffsets(Map.of(COMMANDS, 0L));
        try (CommandTail tail = gathering()) {
            log.schedulePollTask(() -> give(0, block("alice")));
            await().until(() -> tail.progress().reached(new long[]{1}));

            log.schedulePollTask(() -> give(1, block("bob")));

            await().during(Duration.ofMillis(200)).until(() -> !tail.progress().reached(new long[]{2}));
        }
    }

    @Test
    void while_it_is_behind_it_does_not() {
        log.updateBeginningOffsets(Map.of(COMMANDS, 0L));
        try (CommandTail tail = gathering()) {
            log.schedulePollTask(() -> IntStream.range(0, 100).forEach(i -> give(i, block("user-" + i))));
            log.schedulePollTask(() -> give(100, block("alice")));

            await().until(() -> tail.progress().reached(new long[]{101}));
        }
    }

    private CommandTail gathering() {
        return CommandTail.start(log, COMMANDS.topic(), new long[]{0}, new long[]{0}, Duration.ofHours(1), enforcer,
                meters);
    }

    @Test
    void who_listens_hears_of_each_command_once_and_whether_somebody_waits_for_it() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Enforcer heardOf = new Enforcer(view, sessions, Duration.ZERO, () -> NOW, new CommandListener() {
            @Override
            public void read(Decoded.Valid record, boolean confirm) {
                heard.add(record.position().offset() + (confirm ? " waited for" : ""));
            }

            @Override
            public void progressed() {
                heard.add("progressed");
            }
        }, EnforcementTrace.NONE, meters);
        log.updateBeginningOffsets(Map.of(COMMANDS, 0L));

        try (CommandTail tail = CommandTail.start(log, COMMANDS.topic(), new long[]{0}, new long[]{1}, Duration.ZERO,
                heardOf,
                meters)) {
            log.schedulePollTask(() -> {
                give(0, block("alice"));
                give(1, block("bob"));
                ConsumerRecord<byte[], byte[]> waitedFor = recordAt(2, block("carol"));
                waitedFor.headers().add(ConfirmHeader.header());
                log.addRecord(waitedFor);
            });

            await().until(() -> heard.contains("progressed"));
            assertThat(tail.progress().next(0)).isEqualTo(3);
        }

        assertThat(heard).containsExactly("1", "2 waited for", "progressed");
    }

    @Test
    void who_traces_hears_what_the_record_of_a_command_that_closed_somebody_carried() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Enforcer traced = new Enforcer(view, sessions, Duration.ZERO, () -> NOW, CommandListener.NONE,
                (command, headers, closed, took) -> heard.add(new String(headers.lastHeader("traceparent").value(),
                        StandardCharsets.UTF_8) + " " + closed + (took.isNegative() ? " in no time" : "")),
                meters);
        open("alice");
        log.updateBeginningOffsets(Map.of(COMMANDS, 0L));

        try (CommandTail tail = CommandTail.start(log, COMMANDS.topic(), new long[]{0}, new long[]{0}, Duration.ZERO,
                traced, meters)) {
            log.schedulePollTask(() -> {
                log.addRecord(traced(recordAt(0, block("nobody")), "of nobody"));
                log.addRecord(traced(recordAt(1, block("alice")), "of alice"));
            });

            await().until(() -> tail.progress().reached(new long[]{2}));
        }

        assertThat(heard).containsExactly("of alice 1");
        assertThat(meters.get("bouncer.enforcement.edge.latency").timer().count()).isEqualTo(1);
    }

    private static ConsumerRecord<byte[], byte[]> traced(ConsumerRecord<byte[], byte[]> record, String parent) {
        record.headers().add("traceparent", parent.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static ConsumerRecord<byte[], byte[]> recordAt(long offset, Command command) {
        return new ConsumerRecord<>(COMMANDS.topic(), 0, offset, command.key().bytes(), CommandJson.encode(command));
    }

    private void give(long offset, Command command) {
        log.addRecord(recordAt(offset, command));
    }

    private static Command block(String user) {
        return new Command.Block(UUID.randomUUID(), user(user), null, null, null, "test", NOW);
    }

    private FakeSession open(String user) {
        FakeSession session = new FakeSession(NOW);
        sessions.bind(session, List.of(user(user)));
        return session;
    }

    private static SubjectKey user(String id) {
        return SubjectKey.of("chat", SubjectKind.USER, id);
    }
}
