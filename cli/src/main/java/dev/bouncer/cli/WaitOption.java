package dev.bouncer.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.Change;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of the commands that can wait until every edge has done what they say. Where somebody watches, the wait is
 * asked for in slices, so that a line can show the edges confirming.
 */
final class WaitOption {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(ms|s)");
    private static final Duration SLICE = Duration.ofMillis(250);
    private static final List<String> NEWS = List.of("missing", "silent", "sessions_closed", "slowest_ms");
    private static final String CLEAR_LINE = "\r\033[K";

    @Option(names = "--wait", paramLabel = "TIME", description = "Wait until every edge has confirmed it, at most so long: 500ms, 2s; up to 20s.")
    private @Nullable String length;

    /**
     * Does it, and waits if that was asked for.
     *
     * @return what it was answered, with how far it has come
     */
    Answer perform(Terminal terminal, ApiClient client, Function<Change, Answer> change) {
        Duration atMost = length == null ? null : parse(length);
        // What is no length is for the API to judge.
        if (atMost == null || !terminal.watched() || atMost.compareTo(SLICE) <= 0)
            return change.apply(Change.waiting(length));
        Instant end = terminal.clock().instant().plus(atMost);
        Answer answer = change.apply(Change.waiting(SLICE.toMillis() + "ms"));
        return watched(terminal, client, answer, end);
    }

    private static Answer watched(Terminal terminal, ApiClient client, Answer given, Instant end) {
        ObjectNode json = given.object().deepCopy();
        while (true) {
            Duration left = Duration.between(terminal.clock().instant(), end);
            terminal.err().print(CLEAR_LINE);
            if (json.path("enforced").asBoolean() || !left.isPositive()) {
                terminal.err().flush();
                return given.withBody(json);
            }
            terminal.err().print("confirmed by " + edges(json) + ", waiting for " + missing(json));
            terminal.err().flush();
            Duration slice = left.compareTo(SLICE) > 0 ? SLICE : left;
            JsonNode now;
            try {
                now = client.get(Map.of("wait", Math.max(1, slice.toMillis()) + "ms"), "commands",
                        json.path("command").asText()).object();
            } catch (CommandFailed e) {
                // It was given all the same.
                terminal.err().print(CLEAR_LINE);
                terminal.err().println("how far it has come cannot be told: " + e.getMessage());
                return given.withBody(json);
            }
            json.put("enforced", now.path("enforced").asBoolean()).put("edges", now.path("confirmed").size());
            NEWS.forEach(field -> json.remove(field));
            NEWS.stream().filter(now::has).forEach(field -> json.set(field, now.path(field)));
        }
    }

    /** Says what came of the waiting, if there was any; the exit status. */
    int report(Terminal terminal, Answer answer) {
        if (length == null) return ExitStatus.OK.code();
        JsonNode json = answer.object();
        if (json.path("enforced").asBoolean()) {
            String slowest = json.has("slowest_ms")
                    ? ", the slowest in " + json.path("slowest_ms").asLong() + " ms"
                    : "";
            terminal.err().println("enforced by " + edges(json) + "; sessions closed: "
                    + json.path("sessions_closed").asLong() + slowest);
            return ExitStatus.OK.code();
        }
        terminal.err().println("confirmed by " + edges(json) + " in time, not by " + missing(json)
                + "; it stands all the same");
        return ExitStatus.NOT_CONFIRMED.code();
    }

    private static String edges(JsonNode json) {
        long count = json.path("edges").asLong();
        return count == 1 ? "1 edge" : count + " edges";
    }

    private static String missing(JsonNode json) {
        List<String> silent = new ArrayList<>();
        json.path("silent").forEach(id -> silent.add(id.asText()));
        List<String> missing = new ArrayList<>();
        json.path("missing").forEach(
                id -> missing.add(Printable.line(id.asText()) + (silent.contains(id.asText()) ? " (silent)" : "")));
        return String.join(", ", missing);
    }

    private static @Nullable Duration parse(String text) {
        Matcher form = LENGTH.matcher(text);
        if (!form.matches()) return null;
        long amount = Long.parseLong(form.group(1));
        return form.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }
}
