package dev.bouncer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.standalone.GeneratedKeys;
import dev.bouncer.standalone.Standalone;
import org.jspecify.annotations.Nullable;

/**
 * The node that {@code bouncer up} runs without a configuration of its own: where its data is, and what the other commands
 * need to talk to it.
 *
 * @param dataDir     its data folder
 * @param environment the environment, with that folder in it
 */
record LocalNode(Path dataDir, Map<String, String> environment) {
    private static final String VARIABLE = "BOUNCER_DATA_DIR";
    private static final String DEFAULT = "data";

    /** @param given null: the environment's folder, or {@code ./data} */
    static LocalNode of(Map<String, String> environment, @Nullable Path given) {
        Map<String, String> all = new HashMap<>(environment);
        if (given != null) all.put(VARIABLE, given.toString());
        return new LocalNode(Path.of(all.getOrDefault(VARIABLE, DEFAULT)), Map.copyOf(all));
    }

    /** What tokens of the app must look like; nothing where no node was ever started here. */
    Optional<TokenSettings> tokens(String app) {
        Path keys = GeneratedKeys.file(dataDir);
        if (!Files.exists(keys)) return Optional.empty();
        BouncerConfig config = ConfigFile.load(keys, Map.of());
        return config.apps().containsKey(app) ? Optional.of(TokenSettings.of(config, app)) : Optional.empty();
    }

    /** What the API listens with, or else the edge; null: both without TLS. */
    @Nullable
    Path certificate() {
        BouncerConfig config = ConfigFile.load(GeneratedKeys.file(dataDir), environment);
        TlsConfig tls = config.api().tls() != null ? config.api().tls() : config.edge().tls();
        return tls == null ? null : tls.certificate();
    }

    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().normalize().toString().replace("'", "'\\''") + "'";
    }

    /**
     * Writes a file for a shell to read, which sets what the other commands take from the environment.
     *
     * @return the file, which only its owner can read
     */
    Path writeVariables(Standalone node) {
        BouncerConfig config = ConfigFile.load(GeneratedKeys.file(dataDir), Map.of());
        String text = """
                export BOUNCER_URL=%s
                export BOUNCER_EDGE=%s
                export BOUNCER_APP=%s
                export BOUNCER_KEY=%s
                export BOUNCER_CONSOLE_KEY=%s
                export BOUNCER_KAFKA_BOOTSTRAP_SERVERS=%s
                export BOUNCER_KAFKA_REPLICATION_FACTOR=1
                export BOUNCER_DATA_DIR=%s
                """.formatted(node.api(), node.edge(), GeneratedKeys.APP, GeneratedKeys.apiKey(config).reveal(),
                GeneratedKeys.consoleKey(config).reveal(), node.kafka(), quoted(dataDir));
        Path certificate = certificate();
        // Of its own making as often as not; with those above it, if there are any.
        if (certificate != null) text += "export BOUNCER_CA=" + quoted(certificate) + '\n';
        PusherConfig pusher = GeneratedKeys.pusher(config);
        // A folder from before there was a Pusher door has none.
        if (pusher != null) {
            text += """
                    export BOUNCER_PUSHER_APP_ID=%s
                    export BOUNCER_PUSHER_KEY=%s
                    export BOUNCER_PUSHER_SECRET=%s
                    """.formatted(pusher.appId(), pusher.key(), pusher.secret().reveal());
        }
        Path file = dataDir.resolve("env");
        try {
            Path fresh = Files.createTempFile(dataDir, "env", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
