package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.bouncer.api.Api;
import dev.bouncer.cli.CliRun;
import dev.bouncer.contract.Topics;
import dev.bouncer.edge.Edge;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/recovery.md says, done for each topic that can be lost. */
@ExtendWith(SharedBroker.class)
@Order(1)
class RecoveryIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final String prefix = SharedBroker.freshPrefix();
    private final Topics topics = new Topics(prefix);
    private Admin admin;
    private String head;

    @BeforeEach
    void give(@TempDir Path dir) {
        admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
        new CommandLog(SharedBroker.bootstrapServers(), prefix, 2).close();
        try (Fleet fleet = fleet(prefix, dir)) {
            fleet.startStreams();
            Api api = fleet.startApi();
            Edge edge = fleet.startEdge("edge-before");
            fleet.done(api, "PUT", "/blocks/user/alice", "");
            fleet.done(api, "PUT", "/blocks/user/bob", "");
            fleet.done(api, "DELETE", "/blocks/user/bob", "");
            fleet.done(api, "PUT", "/blocks/user/carol", "{\"for\":\"1s\"}");
            await().atMost(SOON).until(() -> !fleet.letsIn(edge, "alice"));
            await().atMost(SOON).until(() -> cli("audit", "history", "user:carol", "--app", Fleet.APP, "--prefix",
                    prefix).lines().size() == 2);
        }
        head = cli("audit", "heads", "--json", "--prefix", prefix).out();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static Fleet fleet(String prefix, Path dir) {
        return new Fleet(SharedBroker.bootstrapServers(), prefix, dir);
    }

    private static CliRun cli(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--kafka", SharedBroker.bootstrapServers()));
        return CliRun.of(all.toArray(String[]::new));
    }

    private void lose(Predicate<String> lost) throws Exception {
        List<String> names = admin.listTopics().names().get().stream().filter(name -> name.startsWith(prefix))
                .filter(lost).toList();
        assertThat(names).isNotEmpty();
        admin.deleteTopics(names).all().get();
        await().atMost(SOON).until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
    }

    private static void works(String prefix, Path dir) throws InterruptedException {
        try (Fleet fleet = fleet(prefix, dir)) {
            fleet.startStreams();
            Api api = fleet.startApi();
            Edge edge = fleet.startEdge("edge-after");
            assertThat(fleet.letsIn(edge, "alice")).as("alice is blocked").isFalse();
            assertThat(fleet.letsIn(edge, "bob")).as("bob's block was lifted").isTrue();
            assertThat(fleet.letsIn(edge, "carol")).as("carol's block has ended").isTrue();
            fleet.done(api, "DELETE", "/blocks/user/alice", "");
            await().atMost(SOON).until(() -> fleet.letsIn(edge, "alice"));
            fleet.done(api, "PUT", "/blocks/user/dave", "");
            await().atMost(SOON).until(() -> !fleet.letsIn(edge, "dave"));
            await("audit follows").atMost(SOON).until(() -> cli("audit", "history", "user:dave", "--app", Fleet.APP,
                    "--prefix", prefix).lines().size() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderation.commands", ""})
    void what_is_lost_beside_the_audit_log_is_rebuilt_from_it(String lost, @TempDir Path dir) throws Exception {
        lose(name -> name.endsWith(lost) && !name.equals(topics.audit()));
        String into = SharedBroker.freshPrefix();

        CliRun run = cli("replay", "--prefix", prefix, "--into", into, "--replication-factor", "1");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("replayed 4 commands of " + topics.audit() + " into " + into
                + "; blocks in force: 1\n").contains(head.lines().toList());
        works(into, dir);
        assertThat(cli("audit", "verify", "--prefix", into).out()).startsWith("all well: ");
        assertThat(cli("topics", "check", "--prefix", into, "--partitions", "2", "--replication-factor", "1").out())
                .isEmpty();
    }

    @Test
    void lost_dead_letters_are_created_anew(@TempDir Path dir) throws Exception {
        lose(topics.deadLetters()::equals);

        assertThat(cli("topics", "create", "--prefix", prefix, "--partitions", "2", "--replication-factor", "1").out())
                .contains("created " + topics.deadLetters());

        works(prefix, dir);
        assertThat(cli("audit", "verify", "--prefix", prefix).status()).isZero();
    }

    @Test
    void a_lost_audit_log_is_created_anew_and_its_chain_goes_on_from_the_head_that_was_kept(@TempDir Path dir)
            throws Exception {
        lose(topics.audit()::equals);

        cli("topics", "create", "--prefix", prefix, "--partitions", "2", "--replication-factor", "1");

        works(prefix, dir);
        CliRun alone = cli("audit", "verify", "--prefix", prefix);
        assertThat(alone.status()).isEqualTo(1);
        assertThat(alone.out()).contains("the log begins here").doesNotContain("previous: ", "moderation.blocklist ");
        Path heads = Files.writeString(dir.resolve("heads"), head);
        assertThat(cli("audit", "verify", "--prefix", prefix, "--heads", heads.toString()).out())
                .startsWith("partition ").contains("all well");
    }
}
