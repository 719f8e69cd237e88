package dev.bouncer.streams.history;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.config.http.Answer;

/**
 * Histories as they are answered; the audit records always byte for byte, so that fields which only a newer version knows
 * are told too. A whole one is a JSON object. A part is a record a line, for another instance to merge.
 */
final class PartFormat {
    private static final String STALE = "Bouncer-Stale";
    private static final String LINES = "application/x-ndjson";

    private PartFormat() {}

    static Answer lines(Part part, HttpExchange exchange) {
        if (part.stale()) exchange.getResponseHeaders().set(STALE, "true");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] event : part.events()) {
            lines.writeBytes(event);
            lines.write('\n');
        }
        return Answer.of(200, LINES, lines.toByteArray());
    }

    static Part read(HttpResponse<byte[]> answer) {
        String lines = new String(answer.body(), StandardCharsets.UTF_8);
        return new Part(lines.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList(),
                answer.headers().firstValue(STALE).isPresent());
    }

    /** {@code {"subject":{…},"stale":true,"events":[…]}}; {@code stale} only where it is. */
    static Answer object(Part history, SubjectKey key) {
        String subject = JsonNodeFactory.instance.objectNode().put("kind", key.subject().kind().wireName())
                .put("id", key.subject().id()).toString();
        StringBuilder json = new StringBuilder("{\"subject\":").append(subject);
        if (history.stale()) json.append(",\"stale\":true");
        json.append(",\"events\":[");
        String separator = "";
        for (byte[] event : history.events()) {
            json.append(separator).append(new String(event, StandardCharsets.UTF_8));
            separator = ",";
        }
        return Answer.json(200, json.append("]}").toString());
    }
}
