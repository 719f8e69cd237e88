package dev.bouncer.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Commands as JSON, one a line, as {@code POST /v1/apps/{app}/commands} takes them in; {@code v} and {@code app}, which
 * they have on the topic, may be there. A line without an {@code id} gets one from its content, so two such lines that are
 * alike are one command. Empty lines say nothing.
 */
final class CommandLines implements RowReader {
    private static final Set<String> KNOWN = Set.of("v", "app", "id", "type", "subject", "expires_at", "for", "reason",
            "message", "actor", "issued_at");

    private final InputStream in;
    private final CommandIds ids;
    private final String app;
    private long number;

    CommandLines(InputStream in, CommandIds ids, String app) {
        this.in = in;
        this.ids = ids;
        this.app = app;
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long length = 0;
            int c = in.read();
            if (c < 0) return null;
            number++;
            for (; c >= 0 && c != '\n'; c = in.read()) {
                // What is too long is passed over without being kept.
                if (length++ <= CommandJson.MAX_BYTES) line.write(c);
            }
            if (length > CommandJson.MAX_BYTES) {
                return new Row.Unreadable(number,
                        "expected at most " + CommandJson.MAX_BYTES + " bytes, got " + length);
            }
            byte[] bytes = line.toByteArray();
            if (!isBlank(bytes)) return row(bytes);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') return false;
        }
        return true;
    }

    private Row row(byte[] line) {
        try {
            return new Row.Usable(number, draft(line), false);
        } catch (IllegalArgumentException e) {
            return new Row.Unreadable(number, String.valueOf(e.getMessage()));
        }
    }

    private Draft draft(byte[] line) {
        JsonObject json = JsonObject.parse(line);
        json.requireOnly(KNOWN);
        if (json.has("v") && json.integer("v") != 1)
            throw new IllegalArgumentException("v: expected 1, got " + json.integer("v"));
        String app = json.optionalText("app");
        if (app != null && !app.equals(this.app))
            throw new IllegalArgumentException("app: expected " + this.app + ", got '" + app + "'");
        UUID given = json.optionalUuid("id");
        UUID id = given == null ? ids.of(new String(line, StandardCharsets.UTF_8).strip()) : given;
        JsonObject subject = json.object("subject");
        return new Draft(id, Draft.Type.ofWireName(json.text("type")),
                new Subject(SubjectKind.ofWireName(subject.text("kind")), subject.text("id")),
                json.optionalTime("expires_at"), json.optionalText("for"), json.optionalText("reason"),
                json.optionalText("message"),
                json.optionalText("actor"), json.optionalTime("issued_at"));
    }
}
