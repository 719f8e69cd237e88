package dev.bouncer.cli.audit;

import java.util.Locale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.client.Printable;

/**
 * Something that is not as it must be.
 *
 * @param kind     what was looked at
 * @param topic    in which topic
 * @param partition of it
 * @param offset   of the record; negative: of no single one
 * @param what     what about it
 * @param expected what it should have been
 * @param found    what it was
 */
public record Break(Kind kind, String topic, int partition, long offset, String what, String expected, String found) {
    /** What was looked at. */
    public enum Kind {
        /** An event in its chain. */
        CHAIN,
        /** Where the log begins. */
        BEGINNING,
        /** Where the log ends. */
        END,
        /** What was noted of the chain earlier. */
        ANCHOR,
        /** The blocklist against the events. */
        BLOCKLIST
    }

    /** One line for people. */
    public String line() {
        return Printable.line(topic + " " + partition + (offset < 0 ? "" : "/" + offset) + ": " + what + ": expected "
                + expected + ", found " + found);
    }

    /** For programs. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("break", kind.name().toLowerCase(Locale.ROOT)).put("topic", topic).put("partition", partition);
        if (offset >= 0) json.put("offset", offset);
        return json.put("what", what).put("expected", expected).put("found", found);
    }
}
