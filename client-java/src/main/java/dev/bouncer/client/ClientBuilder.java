package dev.bouncer.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What a client is made of. Not thread-safe. */
public final class ClientBuilder {
    private final URI api;
    private final String app;
    private final String secret;
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration deadline = Duration.ofSeconds(15);
    private @Nullable HttpClient http;

    ClientBuilder(URI api, String app, String secret) {
        String text = api.toString().replaceFirst("/+$", "");
        if (!text.matches("https?://[^/?#]+(/[^?#]*)?"))
            throw new IllegalArgumentException("api: expected a URL like https://bouncer.example.com, got " + api);
        if (!app.matches("[A-Za-z0-9_-]{1,64}"))
            throw new IllegalArgumentException("app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got " + app);
        // It must not be quoted.
        if (!secret.matches("[!-~]+")) throw new IllegalArgumentException("secret: expected visible ASCII characters");
        this.api = URI.create(text);
        this.app = app;
        this.secret = secret;
    }

    /** How long a connection may take to be made; 2 s by default. Counts where the HTTP client is not given. */
    public ClientBuilder connectTimeout(Duration atMost) {
        this.connectTimeout = atMost;
        return this;
    }

    /** How long a call may take, all its tries together, and longer by what it waits; 15 s by default. */
    public ClientBuilder deadline(Duration atMost) {
        if (atMost.isNegative() || atMost.isZero())
            throw new IllegalArgumentException("deadline: expected more than no time, got " + atMost);
        this.deadline = atMost;
        return this;
    }

    /** The HTTP client to use, with its proxies, trust and threads; it should follow no redirects. */
    public ClientBuilder http(HttpClient client) {
        this.http = client;
        return this;
    }

    /** The client. */
    public BouncerClient build() {
        HttpClient used = http != null
                ? http
                : HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout).build();
        return new BouncerClient(api, app, new Transport(used, api, secret, deadline));
    }

    @Override
    public String toString() {
        return "ClientBuilder[" + api + ", app=" + app + ']';
    }
}
