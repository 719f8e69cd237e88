package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.cli.CliRun;
import dev.bouncer.contract.Times;
import dev.bouncer.e2e.AuditedLog.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that read the audit log, on a real broker. */
@ExtendWith({SharedBroker.class, SharedAuditedLog.class})
class AuditReadIT {
    private final AuditedLog log;
    private final String prefix;

    AuditReadIT(AuditedLog log) {
        this.log = log;
        this.prefix = log.prefix();
    }

    private CliRun audit(String command, String... more) {
        return CliRun.of(args(command, more));
    }

    private String[] args(String command, String... more) {
        List<String> args = new ArrayList<>(List.of("audit", command));
        args.addAll(List.of(more));
        args.addAll(List.of("--kafka", SharedBroker.bootstrapServers(), "--prefix", prefix));
        return args.toArray(String[]::new);
    }

    @Test
    void the_history_of_a_subject_has_the_events_of_both_lanes_oldest_first() {
        CliRun run = audit("history", "user:user-3", "--app", "chat");

        assertThat(run.status()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines()).extracting(line -> line.split(" ", 2)[0]).isSorted();
        assertThat(run.lines().getLast()).contains("  accepted  unblock ");
        assertThat(run.lines().getFirst()).contains("  accepted  block chat:user:user-3 by test (a test), at ");
        assertThat(run.out()).contains("terminate chat:user:user-3", "unblock chat:user:user-3",
                "in the place of a block by test");
        assertThat(audit("history", "user:user-3", "--app", "chat", "--json").lines()).hasSize(3)
                .allMatch(line -> line.startsWith("{\"partition\":") && line.endsWith("\"}}"));
    }

    @Test
    void the_blocklist_of_a_time_is_what_the_commands_until_then_say() {
        String now = Times.format(Instant.now());

        assertThat(audit("at", now).lines()).hasSize(24).noneMatch(line -> line.contains("user-3 "))
                .noneMatch(line -> line.contains("user-4 "))
                .anyMatch(line -> line.startsWith("chat:user:user-5 for ever, since "));
        assertThat(audit("at", now, "--app", "other").out()).isEmpty();
        assertThat(audit("at", "2020-01-01T00:00:00Z").out()).isEmpty();
        assertThat(audit("at", now, "user:user-5", "--app", "chat", "--json").out()).startsWith("{\"v\":1,");
        CliRun lifted = audit("at", now, "user:user-3", "--app", "chat");
        assertThat(lifted.status()).isEqualTo(3);
        assertThat(lifted.err()).isEqualTo("chat:user:user-3 was not blocked.\n");
    }

    @Test
    void a_block_that_was_lifted_since_was_in_force_before() {
        Written unblock = log.event("unblock", AuditedLog.user(3));
        String before = Times.format(unblock.event().event().at().minusMillis(1));

        assertThat(audit("at", before, "user:user-3", "--app", "chat").status()).isZero();
        assertThat(audit("at", before).lines()).anyMatch(line -> line.startsWith("chat:user:user-3 for ever"));
    }

    @Test
    void the_heads_are_where_the_partitions_end() {
        CliRun run = audit("heads");

        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(1)).contains(log.audit(0).size() + " ", log.audit(0).getLast().event().hash());
        assertThat(audit("heads", "--json").lines()).hasSize(2);
    }

    @Test
    void an_export_has_what_is_asked_for_and_is_there_when_it_is_complete(@TempDir Path dir) throws Exception {
        assertThat(audit("export").lines()).hasSize(96);
        assertThat(audit("export", "--type", "expired").lines()).hasSize(8);
        assertThat(audit("export", "--command", "unblock", "--actor", "test").lines()).hasSize(8);
        assertThat(audit("export", "--to", "2020-01-01T00:00:00Z").out()).isEmpty();
        assertThat(audit("export", "--from", "2099-01-01T00:00:00Z").out()).isEmpty();

        Path file = dir.resolve("audit.csv");
        CliRun run = audit("export", "--format", "csv", "--subject", "user:user-0", "--output", file.toString());

        assertThat(run.status()).isZero();
        assertThat(Files.readString(file)).startsWith("at,type,command,app,kind,id,actor,").contains("\r\n")
                .hasLineCount(3);
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_tail_prints_events_as_they_come_until_it_is_interrupted() throws InterruptedException {
        String copy = log.withEvents(events -> events);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread tail = Thread.ofPlatform().start(() -> CliRun.into(out, new ByteArrayOutputStream(), "audit", "tail",
                "--from", "2020-01-01T00:00:00Z", "--command", "unblock", "--json", "--kafka",
                SharedBroker.bootstrapServers(), "--prefix", copy));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> out.toString(StandardCharsets.UTF_8).lines().count() == 8);

        tail.interrupt();

        tail.join(Duration.ofSeconds(10));
        assertThat(tail.isAlive()).isFalse();
    }

    @Test
    void garbage_is_told_and_the_rest_is_read() {
        String copy = log.withEvents(events -> {
            events.add(3, new Written(0, new byte[0], "no event".getBytes(StandardCharsets.UTF_8)));
            return events;
        });

        CliRun run = CliRun.of("audit", "export", "--kafka", SharedBroker.bootstrapServers(), "--prefix", copy);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.lines()).hasSize(96);
        assertThat(run.err()).contains(copy + "moderation.audit 0/3: expected a JSON object",
                "no events and were left out: 1, the first at 0/3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "at yesterday | TIME: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'yesterday'",
            "history alice --app chat | SUBJECT: expected kind:id like user:alice, got 'alice'",
            "history user:alice | expected --app or BOUNCER_APP, got neither",
            "export --type lifted | --type: expected accepted or expired, got 'lifted'",
            "verify --heads nowhere | nowhere: no such file"})
    void wrong_input_is_said(String command, String error) {
        List<String> words = List.of(command.split(" "));
        CliRun run = audit(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(error);
    }

    @Test
    void a_log_that_is_not_there_and_a_kafka_that_is_away_are_told_apart() {
        CliRun none = CliRun.of("audit", "verify", "--kafka", SharedBroker.bootstrapServers(), "--prefix", "no.");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("topic no.moderation.audit does not exist");

        CliRun away = CliRun.of("audit", "verify", "--kafka", "127.0.0.1:1");
        assertThat(away.status()).isEqualTo(5);
        assertThat(away.err()).startsWith("bouncer: Kafka at 127.0.0.1:1: ");
    }
}
