package dev.bouncer.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.Change;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of the commands that can wait until every edge has done what they say. Where somebody watches, the wait is
 * asked for in slices, the same change each time where that changes nothing, so that a line can show the edges confirming.
 */
final class WaitOption {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(ms|s)");
    private static final Duration SLICE = Duration.ofMillis(250);
    private static final String CLEAR_LINE = "\r\033[K";

    @Option(names = "--wait", paramLabel = "TIME", description = "Wait until every edge has confirmed it, at most so long: 500ms, 2s; up to 20s.")
    private @Nullable String length;

    /**
     * Does it, and waits if that was asked for.
     *
     * @param repeatable whether it is the same to do it again: another node of the API than the first would. A terminate is not,
     *                   as it closes who has come back
     */
    Answer perform(Terminal terminal, Function<Change, Answer> change, boolean repeatable) {
        Change asked = Change.waiting(length);
        Duration atMost = length == null ? null : parse(length);
        // What is no length is for the API to judge.
        return atMost == null || !repeatable || !terminal.watched() || atMost.compareTo(SLICE) <= 0
                ? change.apply(asked)
                : watched(terminal, change, asked, terminal.clock().instant().plus(atMost));
    }

    private static Answer watched(Terminal terminal, Function<Change, Answer> change, Change asked, Instant end) {
        while (true) {
            Duration left = Duration.between(terminal.clock().instant(), end);
            Duration slice = left.compareTo(SLICE) > 0 ? SLICE : left;
            Answer answer = change.apply(asked.withWait(Math.max(1, slice.toMillis()) + "ms"));
            JsonNode json = answer.object();
            terminal.err().print(CLEAR_LINE);
            if (json.path("enforced").asBoolean() || left.compareTo(SLICE) <= 0) {
                terminal.err().flush();
                return answer;
            }
            terminal.err().print("confirmed by " + edges(json) + ", waiting for " + missing(json));
            terminal.err().flush();
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
