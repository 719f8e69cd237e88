package dev.bouncer.api.console.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the provider, in bounded time and space, and follows no redirect. Thread-safe. */
final class ProviderHttp implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1024 * 1024;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** What was asked is not good: status 400. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Gets a document.
     *
     * @throws IOException if it cannot be had
     */
    String get(URI url) throws IOException {
        return send(HttpRequest.newBuilder(url).header("Accept", "application/json").build());
    }

    /**
     * Sends a form.
     *
     * @param authorization the header's value
     * @throws Refused     if the answer is that the form is not good
     * @throws IOException if it is not answered, or with another status than 200
     */
    String post(URI url, String authorization, String form) throws IOException {
        return send(HttpRequest.newBuilder(url).header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded").header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(form)).build());
    }

    private String send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> asked = http.sendAsync(request,
                BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES));
        try {
            // Not by the request's own time-out: that one ends with the head of the answer.
            HttpResponse<String> answer = asked.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() == 400) throw new Refused(request.uri() + " answered 400");
            if (answer.statusCode() != 200)
                throw new IOException(request.uri() + " answered " + answer.statusCode());
            return answer.body();
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(request.uri() + ": no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this node is shutting down", e);
        } finally {
            asked.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
