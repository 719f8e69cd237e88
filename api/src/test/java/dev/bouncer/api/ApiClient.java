package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bouncer.api.description.DescribedAnswers;

/** A client of the API that leaves paths as they are. Every answer has to be as the OpenAPI document describes it. */
final class ApiClient {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final String secret;

    ApiClient(URI base, String secret) {
        this.base = base;
        this.secret = secret;
    }

    /** An answer, with its body read as JSON where it is asked for. */
    record Answer(int status, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        JsonNode json() {
            return ApiClient.json(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Asserts that it is problem details of that type. */
        Answer isProblem(int expected, String type) {
            assertThat(body()).isNotEmpty();
            assertThat(json().path("type").asText()).as(body()).isEqualTo("urn:bouncer:problem:" + type);
            assertThat(status).isEqualTo(expected);
            assertThat(json().path("status").asInt()).isEqualTo(expected);
            assertThat(json().path("title").asText()).isNotEmpty();
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            return this;
        }

        String detail() {
            return json().path("detail").asText();
        }
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer delete(String path, String body, String... headers) {
        return send("DELETE", path, body, headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer send(String method, String path, String body, String... headers) {
        return sendAsync(method, path, body, headers).join();
    }

    CompletableFuture<Answer> sendAsync(String method, String path, String body, String... headers) {
        return HTTP.sendAsync(request(method, path, HttpRequest.BodyPublishers.ofString(body), headers),
                HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> {
                    String mediaType = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
                    DescribedAnswers.check(new DescribedAnswers.Exchange(method, path, body, response.statusCode(),
                            mediaType, response.body()));
                    return new Answer(response.statusCode(), response);
                });
    }

    HttpRequest request(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (!secret.isEmpty()) request.header("Authorization", "Bearer " + secret);
        if (headers.length > 0) request.headers(headers);
        return request.build();
    }

    HttpClient http() {
        return HTTP;
    }

    /** Opens a connection for what no decent client sends. */
    Socket connect() throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Sends a request line as it is, and returns the whole answer. */
    String raw(String requestLine) {
        try (Socket socket = connect()) {
            String request = requestLine + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + secret
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
