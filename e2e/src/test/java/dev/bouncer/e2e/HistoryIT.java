package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bouncer.api.Api;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.streams.ModerationStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Histories told by two instances of moderation-streams, one here and one a process of its own, each other's standby. */
@ExtendWith(SharedBroker.class)
@Order(3)
class HistoryIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-of-the-fleet-0123456789";
    private static final int PARTITIONS = 4;

    @TempDir
    private Path dir = Path.of("");
    private final HttpClient http = HttpClient.newHttpClient();
    private CommandLog log;
    private ModerationStreams here;
    private PartProcess there;

    @BeforeEach
    void start() throws Exception {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), PARTITIONS);
        here = ModerationStreams.start(config(Map.of()));
        there = PartProcess.start("streams", dir.resolve("there.log"), environment());
        await("each has half of the partitions").atMost(SOON).until(() -> written().equals(List.of(2, 2)));
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
        log.close();
        http.close();
    }

    @Test
    void either_instance_and_the_api_tell_the_whole_history_as_it_is_in_the_audit_log() throws Exception {
        List<SubjectKey> subjects = new ArrayList<>(users(20));
        Stream.of("a/b", "100%", "a%2Fb", "🙂".repeat(256), "a b+c?d#e", "..", "é:ü")
                .forEach(id -> subjects.add(SubjectKey.of(Fleet.APP, SubjectKind.USER, id)));
        subjects.add(SubjectKey.of(Fleet.APP, SubjectKind.IP, "2001:db8::/32"));
        subjects.forEach(this::blockTerminateUnblock);
        double before = answered(there.uri());
        try (Api api = Api.start(config(Map.of("streams", List.of(here.uri().toString()))))) {
            // Not at once: a store shows an event a moment before its transaction ends, and on a machine with too much to
            // do a standby, or nobody, may answer in an instance's place.
            for (SubjectKey subject : subjects)
                await(subject.toString()).atMost(SOON).untilAsserted(() -> assertToldAlike(subject, api));
        }
        assertThat(answered(there.uri()) - before).as("asked by the other instance").isGreaterThan(subjects.size());
        assertThat(tell(there.uri(), SubjectKey.of(Fleet.APP, SubjectKind.USER, "nobody")).path("events")).isEmpty();
    }

    @Test
    void a_standby_tells_while_the_one_that_writes_is_dead_or_held_up_and_takes_over() throws Exception {
        List<SubjectKey> subjects = users(20);
        subjects.forEach(this::blockTerminateUnblock);
        for (SubjectKey subject : subjects)
            await().atMost(SOON).until(() -> events(there.uri(), subject).size() == 3);
        await("the standbys here hold everything").atMost(SOON).until(() -> replicasHere(subjects));

        there.signal("STOP");
        assertEveryHistoryIsTold(subjects);
        there.signal("CONT");
        await("each has half of the partitions").atMost(SOON).until(() -> written().equals(List.of(2, 2)));
        there.kill();
        assertEveryHistoryIsTold(subjects);

        await("this instance writes all partitions").atMost(SOON).until(() -> written().equals(List.of(PARTITIONS)));
        for (SubjectKey subject : subjects) {
            // Meanwhile it may be a 503: whoever writes a partition does not tell of it before it has taken it up.
            await(subject.toString()).atMost(SOON)
                    .untilAsserted(() -> assertThat(tell(here.uri(), subject).has("stale")).isFalse());
            assertThat(events(here.uri(), subject)).hasSize(3);
        }
    }

    @Test
    void histories_are_restored_where_no_disk_has_them() throws Exception {
        List<SubjectKey> subjects = users(5);
        subjects.forEach(this::blockTerminateUnblock);
        Map<SubjectKey, JsonNode> before = new HashMap<>();
        for (SubjectKey subject : subjects) {
            await().atMost(SOON).until(() -> events(here.uri(), subject).size() == 3);
            // Not all of it: a replica may have told, which says so.
            before.put(subject, tell(here.uri(), subject).path("events"));
        }
        there.kill();
        here.close();
        delete(dir.resolve("here"));

        here = ModerationStreams.start(config(Map.of()));

        await().atMost(SOON).until(() -> written().equals(List.of(PARTITIONS)));
        for (SubjectKey subject : subjects)
            assertThat(tell(here.uri(), subject).path("events")).isEqualTo(before.get(subject));
    }

    private void assertToldAlike(SubjectKey subject, Api api) throws Exception {
        JsonNode told = tell(here.uri(), subject);
        assertThat(told.path("subject").path("id").asText()).isEqualTo(subject.subject().id());
        assertThat(told.has("stale")).isFalse();
        assertThat(told.path("events")).hasSize(3);
        assertThat(events(here.uri(), subject)).isEqualTo(onTheAuditLog(subject));
        assertThat(tell(there.uri(), subject)).isEqualTo(told);
        URI natively = request(subject, 100).at(api.uri()).resolve(nativePath(subject));
        assertThat(json(ask(natively, Fleet.SECRET).body())).isEqualTo(told);
    }

    private void assertEveryHistoryIsTold(List<SubjectKey> subjects) throws Exception {
        for (SubjectKey subject : subjects) {
            Instant asked = Instant.now();
            assertThat(events(here.uri(), subject)).as(subject.toString()).hasSize(3);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(3));
        }
    }

    private void blockTerminateUnblock(SubjectKey subject) {
        for (Command command : List.of(CommandLog.block(subject, null), CommandLog.terminate(subject),
                CommandLog.unblock(subject)))
            log.give(command);
    }

    private static List<SubjectKey> users(int count) {
        List<SubjectKey> users = new ArrayList<>();
        for (int i = 0; i < count; i++)
            users.add(SubjectKey.of(Fleet.APP, SubjectKind.USER, "user-" + i));
        assertThat(users).anyMatch(user -> new CommandKey(Lane.BLOCK, user)
                .partition(PARTITIONS) != new CommandKey(Lane.TERMINATE, user).partition(PARTITIONS));
        return users;
    }

    /** Newest first; of one time in the order of the partitions, as histories are. */
    private List<JsonNode> onTheAuditLog(SubjectKey subject) {
        List<JsonNode> events = new ArrayList<>();
        log.readAll(log.topics().audit()).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(subject.toString()))
                .forEach(record -> events.add(json(new String(record.value(), StandardCharsets.UTF_8))));
        Collections.reverse(events);
        events.sort(Comparator.comparing((JsonNode event) -> event.path("at").asText()).reversed()
                .thenComparingInt(event -> event.at("/position/partition").asInt()));
        return events;
    }

    private List<JsonNode> events(URI instance, SubjectKey subject) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        tell(instance, subject).path("events").forEach(events::add);
        return events;
    }

    private JsonNode tell(URI instance, SubjectKey subject) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(request(subject, 100).at(instance), SECRET);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    private boolean replicasHere(List<SubjectKey> subjects) throws IOException, InterruptedException {
        for (SubjectKey subject : subjects) {
            int events = 0;
            for (int partition = 0; partition < PARTITIONS; partition++)
                events += (int) ask(request(subject, 100).of(partition).at(here.uri()), SECRET).body().lines().count();
            if (events < 3) return false;
        }
        return true;
    }

    private static HistoryRequest request(SubjectKey subject, int limit) {
        return new HistoryRequest(subject, limit);
    }

    private static String nativePath(SubjectKey subject) {
        String path = request(subject, 100).at(URI.create("http://x")).getRawPath();
        return path.replace(HistoryRequest.PATH + Fleet.APP, "/v1/apps/" + Fleet.APP + "/history");
    }

    private HttpResponse<String> ask(URI uri, String secret) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + secret).build(),
                BodyHandlers.ofString());
    }

    /** How many partitions each instance writes. */
    private List<Integer> written() {
        String group = log.topics().streamsGroup();
        try {
            return log.admin().describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .flatMap(described -> described.members().stream())
                    .map(member -> member.assignment().topicPartitions().size()).toList();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private double answered(URI instance) throws IOException, InterruptedException {
        return metrics(instance).filter(line -> line.startsWith("bouncer_streams_history_total"))
                .mapToLong(HistoryIT::value).sum();
    }

    private Stream<String> metrics(URI instance) throws IOException, InterruptedException {
        return ask(instance.resolve("/metrics"), SECRET).body().lines();
    }

    private static long value(String metric) {
        return (long) Double.parseDouble(metric.substring(metric.lastIndexOf(' ')));
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList())
                Files.delete(file);
        }
    }

    private BouncerConfig config(Map<String, Object> ofTheApi) {
        Map<String, Object> api = new HashMap<>(ofTheApi);
        api.put("port", 0);
        return ConfigFile.parse(Map.of("bouncer", Map.of("kafka",
                Map.of("bootstrap-servers", SharedBroker.bootstrapServers(), "topic-prefix", log.topics().prefix(),
                        "replication-factor", 1),
                "data-dir", dir.resolve("here").toString(), "streams", Map.of("port", 0, "standby-replicas", 1), "api",
                api, "internal", Map.of("secret", SECRET), "apps",
                Map.of(Fleet.APP,
                        Map.of("keys", Map.of("backend", Map.of("secret", Fleet.SECRET, "scopes", "read")))))),
                "the test", Map.of());
    }

    private Map<String, String> environment() {
        return Map.of("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(), "BOUNCER_KAFKA_TOPIC_PREFIX",
                log.topics().prefix(), "BOUNCER_KAFKA_REPLICATION_FACTOR", "1", "BOUNCER_DATA_DIR",
                dir.resolve("there").toString(), "BOUNCER_STREAMS_PORT", "0", "BOUNCER_STREAMS_STANDBY_REPLICAS", "1",
                "BOUNCER_INTERNAL_SECRET", SECRET);
    }
}
