package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Whether nodes are ready, asked as an orchestrator would. Thread-safe. */
final class Health implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration ANSWERS = Duration.ofSeconds(2);

    /** Something that was waited for did not come; that it did not is in the history, too. */
    static final class NotReadyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotReadyException(String message) {
            super(message);
        }
    }

    private final Network network;
    private final History history;
    private final Admin admin;
    private final HttpClient http;

    Health(Network network, String bootstrapServers, HttpClient http, History history) {
        this.history = history;
        this.network = network;
        this.http = http;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", 3_000,
                "default.api.timeout.ms", 3_000, "reconnect.backoff.max.ms", 500));
    }

    Admin admin() {
        return admin;
    }

    /** @throws NotReadyException if it is not in time */
    void awaitReady(Node node) throws InterruptedException {
        await(() -> isReady(node), node + " is ready");
    }

    /** @throws NotReadyException if some replica is not in sync in time */
    void awaitInSync() throws InterruptedException {
        await(this::inSync, "replicas are in sync");
    }

    private interface Question {
        boolean ask() throws InterruptedException;
    }

    private void await(Question question, String what) throws InterruptedException {
        Instant from = history.now();
        while (!question.ask()) {
            if (ComebackChecker.isLate(from, history.now())) {
                history.add(new Comeback(what, from, null));
                throw new NotReadyException("waited in vain since " + from + " until " + what);
            }
            Thread.sleep(PAUSE);
        }
        history.add(new Comeback(what, from, history.now()));
    }

    boolean isReady(Node node) throws InterruptedException {
        if (node.kind() != Node.Kind.BROKER) return status(node, "/health/ready") == 200;
        // Asked itself: the others take a dead one for alive for a while.
        try (Admin itself = Admin.create(Map.of("bootstrap.servers", network.kafkaAddress(node) + ":" + Node.KAFKA_PORT,
                "request.timeout.ms", 2_000, "default.api.timeout.ms", 2_000))) {
            return itself.describeCluster().nodes().get().stream().anyMatch(found -> found.id() == node.number());
        } catch (ExecutionException e) {
            return false;
        }
    }

    private boolean inSync() throws InterruptedException {
        try {
            List<String> topics = List.copyOf(admin.listTopics().names().get());
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .map(TopicDescription::partitions).flatMap(List::stream)
                    .allMatch(p -> p.leader() != null && p.isr().size() == p.replicas().size());
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** The broker that leads a partition of the commands now. */
    Node leader(int partition) throws InterruptedException {
        try {
            String commands = new Topics("").commands();
            TopicDescription found = admin.describeTopics(List.of(commands)).allTopicNames().get().get(commands);
            if (found == null) throw new IllegalStateException("no such topic: " + commands);
            return new Node(Node.Kind.BROKER, found.partitions().get(partition).leader().id());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether it says that only a new start helps. */
    boolean isPastHelp(Node node) {
        if (node.kind() == Node.Kind.BROKER) return false;
        try {
            return status(node, "/health/live") == 503;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int status(Node node, String path) throws InterruptedException {
        URI uri = URI.create("http://" + network.clientAddress(node) + ":" + Node.HTTP_PORT + path);
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(ANSWERS).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
