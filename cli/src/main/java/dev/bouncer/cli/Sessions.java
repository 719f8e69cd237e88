package dev.bouncer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Printable;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bouncer sessions}. */
@Command(name = "sessions", description = "List the live sessions of a subject on all edges, or of the app on one edge. "
        + "Exit status 7: not all edges have told theirs.")
final class Sessions implements Callable<Integer> {
    private static final int PAGE = 1000;

    private final Terminal terminal;
    private final Map<String, String> unanswered = new TreeMap<>();

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The subject's id, as it is; of an address range all in it.")
    private @Nullable String id;
    @Option(names = "--kind", paramLabel = "KIND", description = "user, token, ip or device. Default: user.")
    private String kind = "user";
    @Option(names = "--edge", paramLabel = "EDGE", description = "In place of a subject: all that the app has on this edge.")
    private @Nullable String edge;
    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 100.")
    private int limit = 100;
    @Option(names = "--all", description = "All of them.")
    private boolean all;
    @Option(names = "--json", description = "Print them as JSON, one a line.")
    private boolean json;

    Sessions(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (limit < 1) throw new CommandFailed(ExitStatus.USAGE, "--limit: expected at least 1, got " + limit);
        String[] segments = segments();
        TextTable table = new TextTable(terminal.out(), SessionText.COLUMNS);
        long left = all ? Long.MAX_VALUE : limit;
        try (ApiClient client = api.client(terminal)) {
            String after = "";
            do {
                JsonNode page = client.get(query(after, (int) Math.min(PAGE, left)), segments).object();
                JsonNode sessions = page.path("sessions");
                print(table, sessions);
                page.path("unanswered").forEach(
                        one -> unanswered.put(one.asText(), page.path("why").path(one.asText()).asText("unknown")));
                left -= sessions.size();
                after = page.path("next").asText();
            } while (left > 0 && !after.isEmpty());
            if (!after.isEmpty()) terminal.err().println("There are more: --limit or --all shows them.");
        }
        unanswered.forEach((one, why) -> terminal.err()
                .println(Printable.line("not told by " + one + ": " + why)));
        return unanswered.isEmpty() ? 0 : ExitStatus.NOT_CONFIRMED.code();
    }

    private String[] segments() {
        if ((id == null) == (edge == null))
            throw new CommandFailed(ExitStatus.USAGE, "expected either the ID of a subject or --edge");
        if (id == null) return new String[]{"sessions"};
        Subject subject = new Subject(SubjectKind.ofWireName(kind), id);
        return new String[]{"sessions", subject.kind().wireName(), subject.id()};
    }

    private Map<String, String> query(String after, int size) {
        Map<String, String> query = new LinkedHashMap<>();
        if (edge != null) query.put("edge", edge);
        query.put("limit", Integer.toString(size));
        if (!after.isEmpty()) query.put("after", after);
        return query;
    }

    private void print(TextTable table, JsonNode sessions) {
        if (json) {
            sessions.forEach(session -> terminal.out().println(session));
        } else {
            List<List<String>> rows = new ArrayList<>();
            sessions.forEach(session -> rows.add(SessionText.cells(session)));
            table.print(rows);
        }
    }
}
