package dev.bouncer.cli.audit;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.ChainHead;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Times;

/**
 * Where the chain of one partition ended at some time: kept elsewhere, it proves all that came before.
 *
 * @param topic     the audit topic's name
 * @param partition of it
 * @param chain     how many events, and the last one's hash
 * @param offset    of the last event
 * @param at        the last event's time
 */
public record Head(String topic, int partition, ChainHead chain, long offset, Instant at) {
    /**
     * Reads what {@link #json} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Head read(JsonObject json) {
        return new Head(json.text("topic"), Math.toIntExact(json.integer("partition")),
                new ChainHead(json.integer("length"), json.text("hash")), json.integer("offset"), json.time("at"));
    }

    /** One line of what {@code audit verify --heads} takes. */
    public ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("topic", topic).put("partition", partition)
                .put("length", chain.length()).put("hash", chain.hash()).put("offset", offset)
                .put("at", Times.format(at));
    }
}
