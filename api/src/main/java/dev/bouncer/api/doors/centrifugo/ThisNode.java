package dev.bouncer.api.doors.centrifugo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;

/**
 * What {@code info} tells: this process of the API alone, which holds no clients and knows none of the edges.
 *
 * @param uid     another one for each process
 * @param started when it began
 */
record ThisNode(UUID uid, Instant started) {
    private static final String VERSION = version();

    private static String version() {
        Properties built = new Properties();
        try (InputStream in = ThisNode.class.getResourceAsStream("version.properties")) {
            if (in == null) throw new IOException("version.properties is missing from the jar");
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version");
    }

    ObjectNode info(Instant now) {
        ObjectNode info = Json.object();
        info.putArray("nodes").addObject().put("uid", uid.toString()).put("name", "bouncer-api")
                .put("version", VERSION).put("num_clients", 0).put("num_users", 0).put("num_subs", 0)
                .put("num_channels", 0).put("uptime", Duration.between(started, now).toSeconds());
        return info;
    }
}
