package dev.bouncer.config.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.TlsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the identity that is in the files now. Whoever renews it writes one file after the other: until both fit, or where
 * they never do, the one before goes on counting. Thread-safe.
 */
final class RenewedIdentity extends X509ExtendedKeyManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedIdentity.class);

    // Under one name only: in a handshake it is asked for first, and then for what it stands for.
    private record Named(String alias, Identity identity) {}

    private final String at;
    private final TlsConfig config;
    private final Duration every;
    private final Thread watch = Thread.ofVirtual().name("tls-renewal").unstarted(this::run);
    private volatile Named current;
    // The one before: of a handshake that had asked for its name when the other came.
    private volatile Named before;
    private List<Object> seen;

    RenewedIdentity(String at, TlsConfig config, Identity first, Duration every) {
        this.at = at;
        this.config = config;
        this.every = every;
        this.current = new Named("1", first);
        this.before = current;
        this.seen = state();
    }

    /** Looks at the files from now on. */
    void watch() {
        watch.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(every);
                look();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Takes what is in the files, if they have changed since the last look. */
    void look() {
        List<Object> now = state();
        if (now.equals(seen)) return;
        seen = now;
        try {
            Identity renewed = Identity.read(at, config);
            before = current;
            current = new Named(Integer.toString(Integer.parseInt(before.alias()) + 1), renewed);
            LOG.atInfo().addKeyValue("certificate", config.certificate())
                    .addKeyValue("until", renewed.ends())
                    .log("a renewed certificate counts from now on");
        } catch (ConfigException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).addKeyValue("until", ends())
                    .log("the certificate before goes on counting");
        }
    }

    /** When what is shown now ends to count. */
    Instant ends() {
        return current.identity().ends();
    }

    private List<Object> state() {
        return List.of(state(config.certificate()), state(config.key()));
    }

    // Through links, as Kubernetes changes what is in a volume by changing one.
    private static Object state(Path file) {
        try {
            FileTime written = Files.getLastModifiedTime(file);
            return List.of(file.toRealPath(), written, Files.size(file));
        } catch (IOException e) {
            return e.getClass();
        }
    }

    private @Nullable String alias(String @Nullable [] types) {
        Named named = current;
        String algorithm = named.identity().key().getAlgorithm();
        if (types == null) return null;
        for (String type : types) {
            if (type.equals(algorithm) || (type.equals("EdDSA") && algorithm.startsWith("Ed"))) return named.alias();
        }
        return null;
    }

    private @Nullable Identity named(@Nullable String alias) {
        for (Named named : List.of(current, before)) {
            if (named.alias().equals(alias)) return named.identity();
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        return alias(new String[]{type});
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(new String[]{type});
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        return alias(types);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return alias(types);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return aliases(type);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return aliases(type);
    }

    private String @Nullable [] aliases(String type) {
        String alias = alias(new String[]{type});
        return alias == null ? null : new String[]{alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
