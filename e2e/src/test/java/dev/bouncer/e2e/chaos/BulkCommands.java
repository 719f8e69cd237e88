package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.HashSet;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

/** Very many blocks by {@code POST /commands}, a thousand lines at a time, each user blocked once. Used by one thread. */
final class BulkCommands {
    private static final int LINES = 1_000;
    private static final int TRIES = 20;

    private final ApiCalls calls;
    private final History history;

    BulkCommands(ApiCalls calls, History history) {
        this.calls = calls;
        this.history = history;
    }

    /** Blocks the users {@code prefix-0}, {@code prefix-1} and so on. */
    void block(String prefix, int users, Instant expiresAt) throws InterruptedException {
        Instant end = expiresAt.truncatedTo(ChronoUnit.MILLIS);
        for (int from = 0; from < users; from += LINES) {
            List<String> open = new ArrayList<>(
                    IntStream.range(from, Math.min(users, from + LINES)).mapToObj(i -> prefix + "-" + i).toList());
            give(open, end, from / LINES);
        }
    }

    private void give(List<String> users, Instant end, int first) throws InterruptedException {
        List<Node> apis = Node.Kind.API.nodes();
        Instant sentAt = history.now();
        Set<String> doubtful = new HashSet<>();
        for (int attempt = 0; attempt < TRIES && !users.isEmpty(); attempt++) {
            Set<String> accepted = attempt(apis.get((first + attempt) % apis.size()), users, end, doubtful);
            for (String user : accepted) {
                add(user, end, sentAt, Given.Outcome.ACKNOWLEDGED, doubtful.contains(user));
            }
            users.removeAll(accepted);
        }
        for (String user : users) {
            boolean unknown = doubtful.contains(user);
            add(user, end, sentAt, unknown ? Given.Outcome.UNKNOWN : Given.Outcome.NOT_DONE, unknown);
        }
    }

    private void add(String user, Instant end, Instant sentAt, Given.Outcome outcome, boolean doubtful) {
        history.add(new Given(user, user, Given.Type.BLOCK, end, sentAt, history.now(), outcome, doubtful));
    }

    private Set<String> attempt(Node api, List<String> users, Instant end, Set<String> doubtful)
            throws InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (String user : users) {
            // The same id at each attempt: then it is the same command.
            UUID id = UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8));
            lines.append("{\"type\":\"block\",\"id\":\"").append(id)
                    .append("\",\"subject\":{\"kind\":\"user\",\"id\":\"").append(user).append("\"},\"expires_at\":\"")
                    .append(end).append("\",\"reason\":\"").append(user).append("\"}\n");
        }
        try {
            HttpResponse<String> response = calls.send(api, lines.toString());
            if (response.statusCode() == 200) return accepted(response.body(), users, doubtful);
            if (response.statusCode() != 503)
                throw new IllegalStateException(response.statusCode() + " " + response.body());
        } catch (IOException e) {
            doubtful.addAll(users);
        }
        return Set.of();
    }

    private static Set<String> accepted(String body, List<String> users, Set<String> doubtful) {
        Set<String> accepted = new HashSet<>();
        Set<String> unanswered = new HashSet<>(users);
        for (String line : body.lines().toList()) {
            JsonNode result = AuditFold.parse(line.getBytes(StandardCharsets.UTF_8));
            String user = users.get(result.path("line").asInt() - 1);
            unanswered.remove(user);
            switch (result.path("outcome").asText()) {
                case "accepted" -> accepted.add(user);
                case "not_done" -> {
                }
                case "unknown" -> doubtful.add(user);
                default -> throw new IllegalStateException("unexpected line: " + line);
            }
        }
        doubtful.addAll(unanswered);
        return accepted;
    }
}
