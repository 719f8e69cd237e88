package dev.bouncer.cli.audit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a verification found.
 *
 * @param events     that were read
 * @param partitions of the topic
 * @param blocks     in force, by the events
 * @param took       how long it took
 * @param broken     how many events break a chain, of which each partition's first is among the breaks
 * @param differing  how many subjects' blocks differ, or lie in a partition where they do not belong, of which the first are
 *                   among the breaks
 * @param breaks     what is not as it must be, in words
 * @param notes      what could not be looked at, and why
 */
public record Findings(long events, int partitions, long blocks, Duration took, long broken, long differing,
        List<Break> breaks, List<String> notes) {
    /** Whether all is well. */
    public boolean well() {
        return breaks.isEmpty();
    }

    /** One line for people. */
    public String summary() {
        double seconds = Math.max(0.001, took.toMillis() / 1000.0);
        return String.format(Locale.ROOT,
                "%s: %,d events in %d partitions, %,d blocks in force, %.1f s, %,.0f events/s%s",
                well() ? "all well" : "BROKEN", events, partitions, blocks, seconds, events / seconds,
                well()
                        ? ""
                        : String.format(Locale.ROOT, "; events that break a chain: %,d, blocks that differ: %,d",
                                broken, differing));
    }

    /** One object for programs. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("well", well()).put("events", events)
                .put("partitions", partitions).put("blocks_in_force", blocks).put("millis", took.toMillis())
                .put("events_breaking_a_chain", broken).put("blocks_differing", differing);
        breaks.forEach(found -> json.withArray("breaks").add(found.json()));
        notes.forEach(json.withArray("notes")::add);
        return json;
    }
}
