package dev.bouncer.api.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document of all doors. */
public final class ApiDescription {
    private static final String SOURCE = "openapi.yaml";
    /** It repeats itself in many places, on purpose. */
    private static final int MOST_ALIASES = 1_000;

    private ApiDescription() {}

    // Read when somebody asks for it: a start need not wait for that.
    private static final class Bytes {
        private static final byte[] JSON = Json.bytes(read());
    }

    /** The document, as JSON in UTF-8. Not to be changed. */
    static byte[] json() {
        return Bytes.JSON;
    }

    /** The document. */
    public static ObjectNode read() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try (InputStream in = ApiDescription.class.getResourceAsStream(SOURCE)) {
            if (in == null) throw new IOException(SOURCE + " is missing from the jar");
            ObjectNode document = JsonMapper.builder().build()
                    .valueToTree(new Yaml(new SafeConstructor(options)).load(in));
            // What is only there to be repeated.
            document.properties().removeIf(field -> field.getKey().startsWith("x-"));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
