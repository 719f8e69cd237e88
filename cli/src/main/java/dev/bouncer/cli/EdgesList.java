package dev.bouncer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer edges list}. */
@Command(name = "list", description = "List the edges that have announced themselves. Needs a key with the scope admin.")
final class EdgesList implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("EDGE", "STATE", "LAST HEARD", "STARTED", "VERSION");

    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    EdgesList(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (ApiClient client = api.client(terminal)) {
            Answer answer = client.getShared(Map.of(), "edges");
            if (json) {
                terminal.out().println(answer.body().strip());
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            answer.object().path("edges").forEach(edge -> rows.add(List.of(text(edge, "edge"), state(edge),
                    edge.path("silent_ms").asLong() / 1000 + " s ago", text(edge, "started_at"),
                    text(edge, "version"))));
            new TextTable(terminal.out(), COLUMNS).print(rows);
        }
        return 0;
    }

    private static String state(JsonNode edge) {
        if (edge.path("silent").asBoolean()) return edge.path("counted").asBoolean() ? "silent" : "silent, fenced";
        return edge.path("ready").asBoolean() ? "ready" : "not ready";
    }

    private static String text(JsonNode edge, String field) {
        return Printable.line(edge.path(field).asText());
    }
}
