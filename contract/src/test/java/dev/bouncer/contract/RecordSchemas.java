package dev.bouncer.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** The schemas of records, as somebody who has the files uses them. */
final class RecordSchemas {
    static final List<String> NAMES = List.of("command", "entry", "audit", "edge", "enforcement");

    private static final String PLACE = "https://example.com/schemas/";
    private static final SchemaRegistry PUBLISHED = registry("");
    private static final SchemaRegistry CLOSED = registry("\"unevaluatedProperties\": false,");

    private RecordSchemas() {}

    private static SchemaRegistry registry(String keyword) {
        Map<String, String> contents = new TreeMap<>();
        contents.put(PLACE + "common.schema.json", read("schemas/common.schema.json"));
        NAMES.forEach(name -> contents.put(PLACE + name + ".schema.json",
                schema(name).replaceFirst("\\{", "{" + keyword)));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemas(contents));
    }

    static String schema(String name) {
        return read("schemas/" + name + ".schema.json");
    }

    /** A file that goes with the contract. */
    static String read(String file) {
        try (InputStream in = CommandJson.class.getResourceAsStream(file)) {
            if (in == null) throw new IOException(file + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a record that Bouncer wrote, by that schema: also a field that it does not name. */
    static List<String> errors(String name, byte[] record) {
        return errors(CLOSED, name, Samples.text(record));
    }

    /** What is wrong with a record, by that schema; empty: nothing. */
    static List<String> errors(String name, String record) {
        return errors(PUBLISHED, name, record);
    }

    private static List<String> errors(SchemaRegistry schemas, String name, String record) {
        return schemas.getSchema(SchemaLocation.of(PLACE + name + ".schema.json"))
                .validate(record, InputFormat.JSON).stream().map(Object::toString).toList();
    }
}
