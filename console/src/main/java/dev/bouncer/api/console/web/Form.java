package dev.bouncer.api.console.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.bouncer.api.http.PercentEncoding;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.http.Utf8;
import io.javalin.http.Context;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** What a form says, each field at most once. */
public final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final String TYPE_WITH_FILES = "multipart/form-data";
    private static final int MAX_PARTS = 20;

    private final Map<String, String> fields;
    private final Map<String, byte[]> files;

    private Form(Map<String, String> fields, Map<String, byte[]> files) {
        this.fields = fields;
        this.files = files;
    }

    /**
     * Reads the body of a request.
     *
     * @throws Problem MALFORMED_REQUEST if it is no form, and what reading a body may throw
     */
    public static Form read(Context context, RequestBody body) {
        requireType(context, TYPE);
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
        return new Form(fields, Map.of());
    }

    /**
     * Reads the body of a request that may bring files along, or fields so long that escapes would be most of them.
     *
     * @throws Problem MALFORMED_REQUEST if it is no such form, and what reading a body may throw
     */
    public static Form readWithFiles(Context context, RequestBody body) {
        String boundary = MultiPart.extractBoundary(requireType(context, TYPE_WITH_FILES));
        if (boundary == null) throw Problem.malformed("Content-Type: expected a boundary, got none");
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MAX_PARTS);
        // All of it is in memory already, and the disk is nobody's.
        parser.setUseFilesForPartsWithoutFileName(false);
        parser.setMaxMemoryFileSize(-1);
        CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
        parser.parse(Content.Source.from(ByteBuffer.wrap(body.read(context))), Promise.Invocable.toPromise(parsed));
        try (MultiPartFormData.Parts parts = parsed.join()) {
            return of(parts);
        } catch (CompletionException e) {
            throw Problem.malformed("form: expected " + TYPE_WITH_FILES + ", got something else");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Form of(MultiPartFormData.Parts parts) throws IOException {
        Map<String, String> fields = new HashMap<>();
        Map<String, byte[]> files = new HashMap<>();
        for (MultiPart.Part part : parts) {
            String name = part.getName();
            ByteBuffer content = Content.Source.asByteBuffer(part.getContentSource());
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            if (name == null) throw Problem.malformed("form: expected a name of each part, got one without");
            boolean again = part.getFileName() == null
                    ? fields.put(name, Problem.unlessMalformed(() -> Utf8.decode(name, bytes))) != null
                    : files.put(name, bytes) != null;
            if (again) throw Problem.malformed("form: expected each field once, got one twice");
        }
        return new Form(fields, files);
    }

    private static String requireType(Context context, String expected) {
        String type = context.contentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(expected))
            throw Problem.malformed("Content-Type: expected " + expected);
        return type;
    }

    /** A field to the letter, as ids are: one with a space at its end is another one; empty where there is none. */
    public String exact(String name) {
        return fields.getOrDefault(name, "");
    }

    /** What is in a file; empty where none was chosen. Not to be changed. */
    public byte[] file(String name) {
        return files.getOrDefault(name, new byte[0]);
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
