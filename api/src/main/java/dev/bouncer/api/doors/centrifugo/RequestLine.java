package dev.bouncer.api.doors.centrifugo;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;
import dev.bouncer.contract.JsonObject;

/**
 * One of the requests that a body holds; in that of {@code POST /api} it names its method itself.
 *
 * @param id      the caller's name for it, which the answer repeats; 0: none
 * @param request what it asks for
 */
record RequestLine(long id, Request request) {
    private static final int MAX_LINES = 1_000;

    /**
     * Reads a body: one object a line, or with other white space between, or none.
     *
     * @throws IllegalArgumentException if it is none or more than there may be, one is no request, or its method is not
     *                                  known
     */
    static List<RequestLine> readAll(byte[] body) {
        List<JsonObject> lines = JsonObject.parseSequence(body);
        if (lines.isEmpty() || lines.size() > MAX_LINES)
            throw new IllegalArgumentException("expected 1 to " + MAX_LINES + " requests, got " + lines.size());
        List<RequestLine> read = lines.stream().map(RequestLine::read).toList();
        int all = read.stream().mapToInt(line -> line.request().size()).sum();
        if (all > MAX_LINES)
            throw new IllegalArgumentException("expected at most " + MAX_LINES + " requests in all, got " + all);
        return read;
    }

    /** The reply as it is answered. */
    ObjectNode answer(Reply reply) {
        ObjectNode answer = Json.object();
        if (id != 0) answer.put("id", id);
        return answer.setAll(reply.json("result"));
    }

    private static RequestLine read(JsonObject json) {
        long id = json.has("id") ? json.integer("id") : 0;
        String name = json.optionalText("method");
        // Centrifugo takes a request without a method for a publication.
        Method method = name == null ? Method.UNAVAILABLE : Method.ofBody(name);
        return new RequestLine(id, request(method, json));
    }

    // In this form wrong parameters are the method's error, not the body's; info needs none.
    private static Request request(Method method, JsonObject json) {
        if (method == Method.INFO) return new Request.NodeInfo();
        try {
            return Request.read(method, json.object("params"));
        } catch (IllegalArgumentException e) {
            return new Request.Refused(ApiError.BAD_REQUEST);
        }
    }
}
