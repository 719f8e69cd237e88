package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.standalone.GeneratedKeys;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bouncer up} as a process: durable across SIGKILL, an import that is run again, a clean end. */
@Order(2)
class UpIT {
    private static final Path REAL_LOG = Path.of("../../shared/data/enwiki-block-log-2021-05.csv.gz");
    // All of it has 45,605; the whole takes longer than the build has.
    private static final int LINES = Integer.getInteger("up.lines", 12_000);
    private static final Pattern USABLE = Pattern.compile("(\\d+) usable");

    @TempDir
    private Path dir;
    private UpProcess up;
    private String key = "";

    @BeforeEach
    void start() throws Exception {
        up = UpProcess.start(dir.resolve("data"), 0);
        key = GeneratedKeys.apiKey(ConfigFile.load(GeneratedKeys.file(dir.resolve("data")), Map.of())).reveal();
    }

    @AfterEach
    void stop() {
        up.close();
    }

    @Test
    void a_small_import_interrupted_by_sigkill_and_run_again_ends_the_same() throws Exception {
        assumeFalse(Files.exists(REAL_LOG), "skipped: the import of a real log is interrupted instead");
        Path file = dir.resolve("bans.ndjson");
        Files.write(file,
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"u-"
                                + i + "\"},\"reason\":\"import\"}")
                        .toList());

        interrupted("import", file.toString(), "--format", "ndjson");
        restart();
        UpProcess.Ended again = up.run(key, "import", file.toString(), "--format", "ndjson");

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(listed()).hasSize(20_000);
        assertOneEventEach(20_000);
    }

    @Test
    void a_real_log_ends_as_an_independent_fold_says_and_each_row_is_one_audit_event() throws Exception {
        assumeTrue(Files.exists(REAL_LOG), "skipped: there is no " + REAL_LOG);
        assumeTrue(runs("python3", "--version"), "skipped: there is no python3 for the independent fold");
        String log = beginning(dir.resolve("log.csv")).toString();
        String[] command = {"import", log, "--format", "mediawiki-block-log", "--shift-to-now", "--keep-going"};

        interrupted(command);
        restart();
        UpProcess.Ended done = up.run(key, command);
        List<String> list = listed();
        Path listed = Files.write(dir.resolve("listed.ndjson"), list);
        Process fold = new ProcessBuilder("python3", "src/test/scripts/fold_block_log.py", log,
                "--listed", listed.toString()).redirectErrorStream(true).start();
        String verdict = String.join("\n", fold.inputReader().lines().toList());

        assertThat(fold.waitFor()).as(verdict).isZero();
        Matcher usable = USABLE.matcher(verdict);
        assertThat(usable.find()).as(verdict).isTrue();
        assertThat(done.err() + done.out()).contains("accepted: " + usable.group(1));
        assertOneEventEach(Integer.parseInt(usable.group(1)));
        String blocked = list.stream()
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)).object("subject"))
                .filter(subject -> subject.text("kind").equals("user")).findFirst().orElseThrow().text("id");
        assertThat(letsIn(blocked)).as(blocked).isFalse();
        assertThat(letsIn("somebody who is in no log")).isTrue();
    }

    // Whole records: one may go over lines, with an odd number of quotes in its first.
    private static Path beginning(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(REAL_LOG)), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(file)) {
            long quotes = 0;
            String line = lines.readLine();
            for (int i = 0; line != null && (i < LINES || quotes % 2 == 1); i++, line = lines.readLine()) {
                quotes += line.chars().filter(c -> c == '"').count();
                out.write(line + '\n');
            }
        }
        return file;
    }

    @Test
    void its_keys_are_the_owners_alone_and_it_ends_cleanly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("data/keys.yml"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("data/env"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(dir.resolve("up.log"))).doesNotContain(key);
        assertItUnpacksNoLibrary();

        assertThat(up.run(key, "block", "alice", "--for", "1h").status()).isZero();
        assertThat(up.terminate(Duration.ofSeconds(60))).isZero();
        restart(Map.of("BOUNCER_LOG_FORMAT", "json", "BOUNCER_LOG_LEVEL", "DEBUG"));

        assertThat(listed()).hasSize(1);
        assertACommandCanBeFollowedByItsId();
        assertThat(history("alice")).contains("\"events\":[{", "\"accepted\"").doesNotContain("stale");
        UpProcess.Ended refused = up.run("not-the-key", "list");
        assertThat(refused.err()).contains("the API key is not valid");
        assertThat(refused.status()).isEqualTo(4);
    }

    // Once loaded: where a library of its own was written to the temporary folder, it would stay there after a SIGKILL.
    private void assertItUnpacksNoLibrary() throws IOException {
        if (!Files.exists(BuiltCli.HERE.home().resolve("cli/target/native"))) return;
        assertThat(up.maps().lines().filter(line -> line.contains("rocksdbjni")))
                .isNotEmpty().allSatisfy(line -> assertThat(line).contains("cli/target/"));
    }

    /** From the API that takes it in over moderation-streams, which materializes it, to the edge, which closes somebody. */
    private void assertACommandCanBeFollowedByItsId() throws Exception {
        String token = up.run(key, "token", "--app", "demo", "--user", "bob", "--config",
                GeneratedKeys.file(dir.resolve("data")).toString()).out().strip();
        String id;
        try (HttpClient http = HttpClient.newHttpClient();
                Client bob = Client.connect(http, URI.create(up.edge()), "demo", token)) {
            assertThat(bob.next(Duration.ofSeconds(20))).contains("\"welcome\"");
            HttpRequest block = HttpRequest.newBuilder(URI.create(up.api() + "/v1/apps/demo/blocks/user/bob"))
                    .header("Authorization", "Bearer " + key).PUT(HttpRequest.BodyPublishers.noBody()).build();
            id = JsonObject.parse(http.send(block, HttpResponse.BodyHandlers.ofByteArray()).body()).text("command");
            assertThat(bob.closedWithin(Duration.ofSeconds(20))).isNotNull();
        }
        Path log = dir.resolve("up.log");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)))
                .filter(line -> id.equals(line.optionalText("command"))).map(line -> line.text("message")))
                .contains("command", "materialized", "enforced"));
        assertThat(Files.readString(log)).doesNotContain(key).doesNotContain(token);
    }

    private String history(String user) throws IOException, InterruptedException {
        URI uri = URI.create(up.api() + "/v1/apps/demo/history/user/" + user);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + key).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    // Until some of it is done, and surely not all.
    private void interrupted(String... command) throws Exception {
        Process running = up.begin(key, dir.resolve("interrupted.out"), command);
        await().atMost(Duration.ofSeconds(60)).until(() -> !listedSome().isEmpty());
        up.kill();
        running.destroyForcibly().waitFor();
    }

    private List<String> listedSome() throws IOException, InterruptedException {
        return up.run(key, "list", "--json").out().lines().toList();
    }

    private void restart() throws Exception {
        restart(Map.of());
    }

    private void restart(Map<String, String> environment) throws Exception {
        up.close();
        // Where it was before: an import that goes on knows by that that it is the same.
        int port = URI.create(up.api()).getPort();
        up = UpProcess.start(dir.resolve("data"), port, environment);
    }

    private List<String> listed() throws IOException, InterruptedException {
        UpProcess.Ended list = up.run(key, "list", "--all", "--json");
        assertThat(list.status()).as(list.err()).isZero();
        return list.out().lines().toList();
    }

    private void assertOneEventEach(int commands) {
        try (CommandLog log = new CommandLog(up.kafka(), "", 6)) {
            await().atMost(Duration.ofMinutes(2)).until(
                    () -> accepted(log.readAll(log.topics().audit())).values().stream().mapToInt(n -> n)
                            .sum() >= commands);
            List<ConsumerRecord<byte[], byte[]>> audit = log.readAll(log.topics().audit());
            assertThat(accepted(audit)).hasSize(commands).allSatisfy((_, events) -> assertThat(events).isEqualTo(1));
            assertChained(audit);
        }
    }

    private static Map<UUID, Integer> accepted(List<ConsumerRecord<byte[], byte[]>> audit) {
        Map<UUID, Integer> events = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : audit) {
            if (AuditRecord.decode(record.value()).event() instanceof AuditEvent.Accepted accepted) {
                events.merge(accepted.command().id(), 1, Integer::sum);
            }
        }
        return events;
    }

    private static void assertChained(List<ConsumerRecord<byte[], byte[]>> audit) {
        Map<Integer, String> heads = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : audit) {
            AuditRecord event = AuditRecord.decode(record.value());
            assertThat(event.previous()).isEqualTo(heads.getOrDefault(record.partition(), AuditRecord.GENESIS));
            assertThat(event.hash()).isEqualTo(AuditRecord.hashOf(record.value()));
            heads.put(record.partition(), event.hash());
        }
    }

    private boolean letsIn(String user) throws Exception {
        UpProcess.Ended token = up.run(key, "token", "--app", "demo", "--user", user, "--config",
                GeneratedKeys.file(dir.resolve("data")).toString());
        assertThat(token.status()).as(token.err()).isZero();
        try (HttpClient http = HttpClient.newHttpClient();
                Client client = Client.connect(http, URI.create(up.edge()), "demo", token.out().strip())) {
            return Objects.requireNonNull(client.next(Duration.ofSeconds(20))).contains("\"welcome\"");
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            return false;
        }
    }
}
