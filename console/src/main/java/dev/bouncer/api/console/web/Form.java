package dev.bouncer.api.console.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.api.http.PercentEncoding;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestBody;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What a form says, each field at most once. */
public final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * Reads the body of a request.
     *
     * @throws Problem MALFORMED_REQUEST if it is no form, and what reading a body may throw
     */
    public static Form read(Context context, RequestBody body) {
        String type = context.contentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE))
            throw Problem.malformed("Content-Type: expected " + TYPE);
        // ASCII is what a browser sends; anything else fails in the decoding.
        String text = new String(body.read(context), StandardCharsets.ISO_8859_1);
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) continue;
            String[] field = pair.split("=", 2);
            String name = PercentEncoding.decodeQuery(field[0]);
            if (fields.put(name, field.length < 2 ? "" : PercentEncoding.decodeQuery(field[1])) != null)
                throw Problem.malformed("form: expected each field once, got one twice");
        }
        return new Form(fields);
    }

    /** A field to the letter, as ids are: one with a space at its end is another one; empty where there is none. */
    public String exact(String name) {
        return fields.getOrDefault(name, "");
    }

    /** A field without the spaces around it; empty where there is none. */
    public String text(String name) {
        return exact(name).strip();
    }

    /** The same as {@link #text}; null where it is empty. */
    public @Nullable String optional(String name) {
        String text = text(name);
        return text.isEmpty() ? null : text;
    }
}
