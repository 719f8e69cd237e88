package dev.bouncer.e2e.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.edge.Edge;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One trace from the request to the edge, through the headers of the records. */
@ExtendWith(SharedBroker.class)
class TracingIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Collector collector;
    private static Api traced;
    private static Api untraced;
    private static Edge edge;

    @BeforeAll
    static void start() throws Exception {
        collector = new Collector();
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 1);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir);
        fleet.startStreams();
        untraced = fleet.startApi();
        fleet.traceTo(collector.uri());
        traced = fleet.startApi();
        edge = fleet.startEdge("edge-1");
    }

    @AfterAll
    static void stop() {
        fleet.close();
        log.close();
        collector.close();
    }

    @Test
    void the_edges_part_belongs_to_the_callers_trace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (Client alice = fleet.welcomed(edge, "alice")) {
            block(traced, "alice", trace);
            assertThat(alice.closedWithin(SOON)).isNotNull();
        }

        await().atMost(SOON).until(() -> collector.ofTrace(trace).size() == 3);
        Collector.Span request = span(trace, "bouncer-api", "PUT /v1/apps/{app}/blocks/{kind}/<id>");
        Collector.Span publish = span(trace, "bouncer-api", "publish " + log.topics().commands());
        Collector.Span enforce = span(trace, "bouncer-edge", "enforce");
        assertThat(request.parent()).isEqualTo(CALLER);
        assertThat(publish.parent()).isEqualTo(request.id());
        assertThat(enforce.parent()).isEqualTo(publish.id());
    }

    @Test
    void what_the_caller_brings_is_handed_on_to_all_that_the_command_leads_to_and_breaks_no_chain() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        block(untraced, "bob", trace);
        fleet.done(untraced, "PUT", "/blocks/user/carol", "");

        await().atMost(SOON).until(() -> of("carol", log.topics().audit()).size() == 1);
        for (String topic : List.of(log.topics().commands(), log.topics().blocklist(), log.topics().audit())) {
            assertThat(headers(topic, "bob")).as(topic).containsExactly("00-" + trace + "-" + CALLER + "-01");
            assertThat(headers(topic, "carol")).as(topic).isEmpty();
        }
        String previous = null;
        for (ConsumerRecord<byte[], byte[]> record : log.readAll(log.topics().audit())) {
            AuditRecord.Checked event = AuditRecord.check(record.value());
            assertThat(event.record().hash()).isEqualTo(event.computed());
            if (previous != null) assertThat(event.record().previous()).isEqualTo(previous);
            previous = event.record().hash();
        }
        assertThat(collector.ofTrace(trace)).isEmpty();
    }

    private static void block(Api api, String user, String trace) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest
                    .newBuilder(api.uri().resolve("/v1/apps/" + Fleet.APP + "/blocks/user/" + user))
                    .header("Authorization", "Bearer " + Fleet.SECRET)
                    .header("traceparent", "00-" + trace + "-" + CALLER + "-01").PUT(BodyPublishers.noBody()).build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    private static Collector.Span span(String trace, String service, String name) {
        List<Collector.Span> spans = collector.ofTrace(trace);
        assertThat(spans).extracting(Collector.Span::service, Collector.Span::name)
                .contains(tuple(service, name));
        return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> headers(String topic, String user) {
        return of(user, topic).stream()
                .flatMap(record -> StreamSupport.stream(record.headers().headers("traceparent").spliterator(), false))
                .map(Header::value).map(value -> new String(value, UTF_8)).toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> of(String user, String topic) {
        return log.readAll(topic).stream().filter(record -> new String(record.key(), UTF_8).endsWith(":" + user))
                .toList();
    }
}
