package dev.bouncer.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;

import dev.bouncer.cli.client.Trust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of all commands that may meet a certificate. */
final class TrustOptions {
    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file with whose certificates are believed, and no "
            + "others'; otherwise BOUNCER_CA, or whom Java believes.")
    private @Nullable Path ca;

    /** An HTTP client for that address: what it takes to believe is read only where there is something to believe. */
    HttpClient.Builder client(URI address, Terminal terminal) {
        Map<String, String> environment = terminal.environment();
        String variable = environment.getOrDefault("BOUNCER_CA", "");
        HttpClient.Builder client = HttpClient.newBuilder();
        String scheme = address.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"wss".equalsIgnoreCase(scheme)) return client;
        Trust trust = ca != null
                ? Trust.in("--ca", ca)
                : Trust.in("BOUNCER_CA", variable.isEmpty() ? null : Path.of(variable));
        return client.sslContext(trust.context());
    }
}
