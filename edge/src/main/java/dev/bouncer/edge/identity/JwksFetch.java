package dev.bouncer.edge.identity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Gets a JWK set from where it is published, in bounded time and space. Thread-safe. */
final class JwksFetch {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1024 * 1024;

    private final HttpClient http;
    private final URI url;

    JwksFetch(HttpClient http, URI url) {
        this.http = http;
        this.url = url;
    }

    /** Where it gets it, without what may be secret in a query. */
    String place() {
        return url.getHost() + (url.getPath() == null ? "" : url.getPath());
    }

    /**
     * Gets the set as it is now.
     *
     * @throws IOException if it cannot be had, or is no JWK set
     */
    List<JsonWebKey> get() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).header("Accept", "application/json").build();
        HttpResponse<String> answer = await(http.sendAsync(request,
                BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES)));
        if (answer.statusCode() != 200) throw new IOException("expected status 200, got " + answer.statusCode());
        try {
            return new JsonWebKeySet(answer.body()).getJsonWebKeys();
        } catch (JoseException e) {
            throw new IOException("expected a JWK set, got something else", e);
        }
    }

    // The client's own time-out ends with the headers; a body may drip for ever.
    private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + TIMEOUT, e);
        } finally {
            answer.cancel(true);
        }
    }
}
