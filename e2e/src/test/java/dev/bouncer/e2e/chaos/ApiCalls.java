package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Single requests to an API, and what their answers promise, as docs/http-api.md says. Thread-safe. */
final class ApiCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final HttpClient http;
    private final Network network;
    private final History history;

    ApiCalls(HttpClient http, Network network, History history) {
        this.history = history;
        this.http = http;
        this.network = network;
    }

    /** One attempt. */
    Given.Outcome attempt(Node api, String tag, String user, Given.Type type, @Nullable String expiresAt)
            throws InterruptedException {
        String path = (type == Given.Type.TERMINATE ? "/sessions/user/" : "/blocks/user/") + user;
        String body = "{\"reason\":\"" + tag + "\"" + (expiresAt == null ? "" : ",\"expires_at\":\"" + expiresAt + "\"")
                + "}";
        HttpRequest request = request(api, path).header("Idempotency-Key", tag)
                .method(type == Given.Type.BLOCK ? "PUT" : "DELETE", BodyPublishers.ofString(body)).build();
        try {
            return outcome(http.send(request, BodyHandlers.ofString()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Given.Outcome.NOT_DONE;
        } catch (IOException e) {
            return Given.Outcome.UNKNOWN;
        }
    }

    /** Many commands in one request; a line of the answer for each that was answered. */
    HttpResponse<String> send(Node api, String lines) throws IOException, InterruptedException {
        HttpRequest request = request(api, "/commands").timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(lines)).build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(Node api, String path) {
        URI uri = URI.create("http://" + network.clientAddress(api) + ":" + Node.HTTP_PORT + "/v1/apps/" + Launch.APP
                + path);
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + Launch.API_SECRET).timeout(PATIENCE);
    }

    private Given.Outcome outcome(HttpResponse<String> response) {
        if (response.statusCode() == 200) return Given.Outcome.ACKNOWLEDGED;
        String problem = response.body();
        if (problem.contains("urn:bouncer:problem:not-done") || problem.contains("urn:bouncer:problem:not-ready"))
            return Given.Outcome.NOT_DONE;
        if (problem.contains("urn:bouncer:problem:outcome-unknown")) return Given.Outcome.UNKNOWN;
        history.undocumented(response.statusCode() + " " + problem);
        return Given.Outcome.UNKNOWN;
    }
}
