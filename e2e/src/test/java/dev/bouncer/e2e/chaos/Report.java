package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What came of a run: JSON for machines, and a line of the table in docs/reliability.md.
 *
 * @param skipped kinds of fault that are not possible here
 * @param events  in the audit log
 */
record Report(long seed, Duration length, String network, Map<String, Integer> faults, List<String> skipped,
        Collection<Given> given, Collection<Visit> visits, long events, long deadLetters, List<Violation> violations) {
    private long given(Given.Outcome outcome) {
        return given.stream().filter(command -> command.outcome() == outcome).count();
    }

    private long welcomed() {
        return visits.stream().filter(visit -> visit.welcomedAt() != null).count();
    }

    private Map<String, Long> closes() {
        return visits.stream().filter(visit -> visit.endedAt() != null && visit.code() != Visit.LEFT)
                .collect(Collectors.groupingBy(visit -> (visit.welcomedAt() == null ? "refused " : "closed ")
                        + visit.code(), TreeMap::new, Collectors.counting()));
    }

    /** Of the table in docs/reliability.md. */
    String row() {
        String kinds = faults.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return "| %d | %.1f | %s | %,d | %,d | %,d | %d |".formatted(seed, length.toMillis() / 60_000.0, kinds,
                given(Given.Outcome.ACKNOWLEDGED), visits.size(), welcomed(), violations.size());
    }

    void write(Path file, Path logs) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("seed", seed).put("minutes", length.toMillis() / 60_000.0)
                .put("network", network);
        json.set("faults", mapper.valueToTree(faults));
        json.set("skipped", mapper.valueToTree(skipped));
        ObjectNode commands = json.putObject("commands");
        for (Given.Outcome outcome : Given.Outcome.values()) {
            commands.put(outcome.name().toLowerCase(java.util.Locale.ROOT), given(outcome));
        }
        commands.put("doubtful", given.stream().filter(Given::doubtful).count());
        json.put("audit_events", events).put("dead_letters", deadLetters);
        json.put("connections_tried", visits.size()).put("connections_made", welcomed());
        json.set("ends", mapper.valueToTree(closes()));
        json.put("logs", logs.toString());
        List<ObjectNode> broken = new ArrayList<>();
        for (Violation violation : violations) {
            ObjectNode each = mapper.createObjectNode().put("invariant", violation.invariant()).put("what",
                    violation.what());
            each.set("context", mapper.valueToTree(violation.context()));
            broken.add(each);
        }
        json.putArray("violations").addAll(broken);
        try {
            Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
