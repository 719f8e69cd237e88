package dev.bouncer.api.doors;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.uuid.Generators;
import dev.bouncer.api.http.Problem;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}: the caller's name for a request, so that a retry is the same request. The command's
 * id derives from it and from what the request says, so that the retry is the same command on whatever node it arrives.
 *
 * @param value 1 to 255 printable ASCII characters, taken as they stand
 */
record IdempotencyKey(String value) {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final UUID NAMESPACE = UUID.fromString("0198c1f0-7d6b-7c1e-9a51-6f2f3d9b8a10");

    /** @throws Problem MALFORMED_REQUEST if it is not of that form */
    IdempotencyKey {
        if (!FORM.matcher(value).matches())
            throw Problem.malformed(HEADER + ": expected 1 to 255 printable ASCII characters");
    }

    /** The key of that request; null where it has none. */
    static @Nullable IdempotencyKey of(Context context) {
        List<String> values = Collections.list(context.req().getHeaders(HEADER));
        if (values.size() > 1)
            throw Problem.malformed(HEADER + ": expected it once, got it " + values.size() + " times");
        return values.isEmpty() ? null : new IdempotencyKey(values.getFirst());
    }

    /** What the key stands for: it is another one for another app, or in the hands of another API key. */
    UUID scoped(String app, String apiKey) {
        // The API key's name comes last because it alone may hold a line break.
        return Generators.nameBasedGenerator(NAMESPACE).generate(app + '\n' + value + '\n' + apiKey);
    }

    /**
     * The id of a command. Who uses a key for something else, on a node that does not know, must not get the id of the
     * command before: it would be dropped as a duplicate of that one, although it was accepted.
     *
     * @param scoped  the key as it is {@link #scoped}
     * @param content stands for all that was said of this command
     */
    static UUID commandId(UUID scoped, byte[] content) {
        return Generators.nameBasedGenerator(scoped).generate(content);
    }
}
