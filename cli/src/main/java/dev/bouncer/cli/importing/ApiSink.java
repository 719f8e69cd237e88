package dev.bouncer.cli.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.Exchange;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Patience;
import dev.bouncer.cli.client.Problem;
import dev.bouncer.cli.progress.Progress;

/**
 * Sends commands to the API, and those again of which it is not known whether they are safe: their ids see to it that
 * nothing is done twice. One thread.
 */
final class ApiSink implements Sink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiClient client;
    private final Supplier<Patience> patience;
    private final Progress progress;

    /** @param patience how long one request may be without any headway */
    ApiSink(ApiClient client, Supplier<Patience> patience, Progress progress) {
        this.client = client;
        this.patience = patience;
        this.progress = progress;
    }

    @Override
    public List<Optional<String>> send(List<Batch.Entry> entries) {
        Map<Batch.Entry, Optional<String>> outcomes = new HashMap<>();
        List<Batch.Entry> open = entries;
        Patience patience = this.patience.get();
        while (true) {
            Exchange exchange = client.post(body(open));
            Problem problem;
            Optional<Duration> asked = Optional.empty();
            if (exchange instanceof Exchange.Answered(Answer answer) && answer.ok()) {
                Results results = Results.read(answer.body(), open);
                outcomes.putAll(results.settled());
                if (!results.settled().isEmpty()) patience = this.patience.get();
                open = results.open();
                if (open.isEmpty()) return entries.stream().map(outcomes::get).toList();
                problem = new Problem(ExitStatus.UNKNOWN, results.why());
            } else {
                problem = client.problem(exchange);
                if (!passes(exchange)) throw new CommandFailed(problem.status(), problem.message());
                asked = exchange instanceof Exchange.Answered(Answer answer) ? answer.retryAfter() : asked;
            }
            progress.waiting(problem.message(), patience.left());
            if (!patience.waitForNext(asked)) {
                throw new CommandFailed(problem.status(),
                        problem.message() + " (given up; import the file again to go on, nothing is done twice)");
            }
        }
    }

    private static boolean passes(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Answered(Answer answer) -> answer.status() == 429 || answer.status() >= 500;
            case Exchange.NotSent _,Exchange.NoAnswer _ -> true;
        };
    }

    private static byte[] body(List<Batch.Entry> entries) {
        return entries.stream().map(entry -> entry.json() + '\n').collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What the API said of each line.
     *
     * @param settled the commands that are safe or refused, and why
     * @param open    those that are neither, in order
     * @param why     what the API said of one of them
     */
    private record Results(Map<Batch.Entry, Optional<String>> settled, List<Batch.Entry> open, String why) {
        static Results read(String body, List<Batch.Entry> sent) {
            Map<Batch.Entry, Optional<String>> settled = new HashMap<>();
            String why = "the API's answer ended early";
            for (String text : (Iterable<String>) body.lines()::iterator) {
                JsonNode line = parse(text);
                int index = line.path("line").asInt() - 1;
                if (index < 0 || index >= sent.size()) continue;
                String error = line.path("error").asText();
                switch (line.path("outcome").asText()) {
                    case "accepted" -> settled.put(sent.get(index), Optional.empty());
                    case "rejected" -> settled.put(sent.get(index), Optional.of(error));
                    default -> why = error;
                }
            }
            List<Batch.Entry> open = new ArrayList<>(sent);
            open.removeAll(settled.keySet());
            return new Results(Collections.unmodifiableMap(settled), List.copyOf(open), why);
        }

        private static JsonNode parse(String line) {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                return MissingNode.getInstance(); // the last line of an answer that broke off
            }
        }
    }
}
