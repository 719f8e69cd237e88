package dev.bouncer.importing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;

/**
 * Ids of imported commands: a UUID, version 5, of the app, the format and what names the row in its source. Whoever
 * imports the row again gives the same command again, and it is done once.
 */
final class CommandIds {
    private final NameBasedGenerator names;

    /** For one app and one format: the same at each reading. */
    CommandIds(String app, String format) {
        this(app, format, "");
    }

    /**
     * For one app and one format.
     *
     * @param reading names one reading of a file, whose ids are no other's; empty: they are the same at each
     */
    CommandIds(String app, String format, String reading) {
        UUID namespace = Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL)
                .generate("urn:bouncer:import:" + format + ':' + app + (reading.isEmpty() ? "" : ':' + reading));
        this.names = Generators.nameBasedGenerator(namespace);
    }

    /** The id of the row of that name. */
    UUID of(String name) {
        return names.generate(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of the row of that content: no two different lists of fields have the same. */
    UUID of(String... fields) {
        StringBuilder content = new StringBuilder();
        for (String field : fields) {
            content.append(field.length()).append(':').append(field);
        }
        return of(content.toString());
    }
}
