package dev.bouncer.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.config.ApiKey;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigException;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import org.jspecify.annotations.Nullable;

/**
 * The app {@code demo} that a standalone node without a configuration of its own has: its secrets are made once, at
 * random, and kept in a file that only its owner can read.
 */
public final class GeneratedKeys {
    /** The app's name. */
    public static final String APP = "demo";

    /** The name of the key to sign in to the console with. */
    public static final String CONSOLE = "console";

    private static final String FILE = "keys.yml";
    private static final int SECRET_BYTES = 32;

    private GeneratedKeys() {}

    /** Where the keys of a data folder are. */
    public static Path file(Path dataDir) {
        return dataDir.resolve(FILE);
    }

    /**
     * The keys of a data folder, made if there are none.
     *
     * @return the file
     */
    public static Path ensure(Path dataDir) {
        Path file = file(dataDir);
        if (Files.exists(file)) return file;
        try {
            Files.createDirectories(dataDir);
            Path fresh = Files.createTempFile(dataDir, "keys", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, yaml(new SecureRandom()));
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** A secret for what is said within this process, and kept nowhere. */
    static Secret passing() {
        return new Secret(secret(new SecureRandom()));
    }

    private static String yaml(SecureRandom random) {
        return """
                # Made by 'bouncer up'. Delete this file to get new secrets.
                bouncer:
                  console:
                    session-secret: "%s"
                  apps:
                    %s:
                      keys:
                        backend:
                          secret: "%s"
                          scopes: [moderate, read, admin]
                        %s:
                          secret: "%s"
                          scopes: [console, admin]
                      tokens:
                        hmac-secret: "%s"
                      pusher:
                        key: "%s"
                        secret: "%s"
                """.formatted(secret(random), APP, secret(random), CONSOLE, secret(random), secret(random),
                secret(random),
                secret(random));
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The secret of the demo app's API key. */
    public static Secret apiKey(BouncerConfig config) {
        var app = config.apps().get(APP);
        if (app == null || app.keys().isEmpty()) throw new ConfigException("there is no app " + APP + " with a key");
        return app.keys().getFirst().secret();
    }

    /** The secret to sign in to the console with; the API key's in a folder from before there was a console. */
    public static Secret consoleKey(BouncerConfig config) {
        var app = config.apps().get(APP);
        return app == null
                ? apiKey(config)
                : app.keys().stream().filter(key -> key.name().equals(CONSOLE)).map(ApiKey::secret).findFirst()
                        .orElseGet(() -> apiKey(config));
    }

    /** The secret that the demo app's tokens are signed with. */
    public static Secret tokenSecret(BouncerConfig config) {
        var app = config.apps().get(APP);
        if (app != null && app.tokens() != null && app.tokens().verifier() instanceof TokenConfig.Verifier.Hmac hmac) {
            return hmac.secret();
        }
        throw new ConfigException("there is no app " + APP + " with an hmac-secret");
    }

    /** What the demo app is to Pusher's clients and SDKs; null: nothing. */
    public static @Nullable PusherConfig pusher(BouncerConfig config) {
        var app = config.apps().get(APP);
        return app == null ? null : app.pusher();
    }

    /** The configuration of a standalone node that has none of its own: the defaults, the environment and these keys. */
    public static BouncerConfig load(Path dataDir, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("BOUNCER_DATA_DIR", dataDir.toString());
        return ConfigFile.load(ensure(dataDir), all);
    }
}
