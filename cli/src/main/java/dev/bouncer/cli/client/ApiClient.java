package dev.bouncer.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

/**
 * Asks the API. A request that changes something carries an {@code Idempotency-Key}, the same in every attempt, so that
 * trying again after an unknown outcome is safe. Blocks; one thread.
 */
public final class ApiClient implements AutoCloseable {
    /** As long as the API waits for edges. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient http;
    private final ApiAddress address;
    private final Supplier<Patience> patience;
    private final Duration timeout;

    /** One that believes whom Java believes. */
    public ApiClient(ApiAddress address, Supplier<Patience> patience, Duration timeout) {
        this(address, HttpClient.newBuilder(), patience, timeout);
    }

    /**
     * Does not connect yet.
     *
     * @param http     knows whose certificates are believed
     * @param patience what each call may spend on trying again
     * @param timeout  how long one attempt may take
     */
    public ApiClient(ApiAddress address, HttpClient.Builder http, Supplier<Patience> patience, Duration timeout) {
        this.http = http.version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
        this.address = address;
        this.patience = patience;
        this.timeout = timeout;
    }

    /** Where it asks. */
    public ApiAddress address() {
        return address;
    }

    /**
     * Asks for something.
     *
     * @throws CommandFailed if the answer, after all attempts, is no success
     */
    public Answer get(Map<String, String> query, String... segments) {
        return get(address.resolve(query, segments));
    }

    /** The same of what all apps share. */
    public Answer getShared(Map<String, String> query, String... segments) {
        return get(address.resolveShared(query, segments));
    }

    private Answer get(URI uri) {
        try {
            return call(request(uri).GET());
        } catch (CommandFailed e) {
            // Nothing was to be done, so there is nothing not to know.
            throw e.status() == ExitStatus.UNKNOWN
                    ? new CommandFailed(ExitStatus.UNAVAILABLE, String.valueOf(e.getMessage()), e)
                    : e;
        }
    }

    /**
     * Puts JSON somewhere.
     *
     * @throws CommandFailed if the answer, after all attempts, is no success
     */
    public Answer put(String json, String... segments) {
        return put(json, Change.plain(), segments);
    }

    /** The same, as that change. */
    public Answer put(String json, Change change, String... segments) {
        return call(changing(change, segments).header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    /**
     * Deletes something.
     *
     * @param json says why; null: nothing is said
     * @throws CommandFailed if the answer, after all attempts, is no success
     */
    public Answer delete(@Nullable String json, String... segments) {
        return delete(json, Change.plain(), segments);
    }

    /** The same, as that change. */
    public Answer delete(@Nullable String json, Change change, String... segments) {
        HttpRequest.Builder request = changing(change, segments);
        return call(json == null
                ? request.DELETE()
                : request.header("Content-Type", "application/json").method("DELETE", BodyPublishers.ofString(json)));
    }

    /** Deletes something that all apps share; doing so again is safe. */
    public Answer deleteShared(String... segments) {
        return call(request(address.resolveShared(Map.of(), segments)).DELETE());
    }

    /** Sends commands, one JSON object a line, once; trying again is the caller's business. */
    public Exchange post(byte[] lines) {
        return exchange(request(address.resolve(Map.of(), "commands")).header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(lines)).build());
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", "application/json, */*;q=0.1")
                .header("Authorization", "Bearer " + address.key().reveal());
    }

    private HttpRequest.Builder changing(Change change, String... segments) {
        HttpRequest.Builder request = request(address.resolve(change.query(), segments)).header("Idempotency-Key",
                change.idempotencyKey());
        return change.length() == null ? request : request.timeout(timeout.plus(LONGEST_WAIT));
    }

    private Answer call(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        Patience patience = this.patience.get();
        // An attempt whose outcome is unknown stays unknown, whatever later attempts that did not arrive say.
        boolean unknown = false;
        while (true) {
            Exchange exchange = exchange(request);
            if (exchange instanceof Exchange.Answered(Answer answer) && answer.status() != 503) {
                if (answer.ok()) return answer;
                throw failed(Problem.of(answer));
            }
            Problem problem = problem(exchange);
            unknown |= problem.status() == ExitStatus.UNKNOWN;
            Optional<Duration> asked = exchange instanceof Exchange.Answered(Answer answer)
                    ? answer.retryAfter()
                    : Optional.empty();
            if (!patience.waitForNext(asked)) {
                throw failed(unknown ? new Problem(ExitStatus.UNKNOWN, problem.message()) : problem);
            }
        }
    }

    private static CommandFailed failed(Problem problem) {
        return new CommandFailed(problem.status(), problem.message());
    }

    /** What is to be said of an exchange that brought no success. */
    public Problem problem(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Answered(Answer answer) -> Problem.of(answer);
            case Exchange.NotSent(String why) ->
                new Problem(ExitStatus.UNAVAILABLE, "cannot reach the API at " + address.base() + ": " + why);
            case Exchange.NoAnswer(String why) -> new Problem(ExitStatus.UNKNOWN,
                    "no answer from the API at " + address.base() + ": " + why);
        };
    }

    private Exchange exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            // The client's own timeout ends with the head of the answer: the body must not keep us for ever either.
            HttpResponse<byte[]> response = sent.get(timeout.plus(request.timeout().orElse(timeout)).toMillis(),
                    TimeUnit.MILLISECONDS);
            return new Exchange.Answered(Answer.of(response.statusCode(),
                    response.headers().firstValue("Retry-After"), response.body()));
        } catch (ExecutionException e) {
            return failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return new Exchange.NoAnswer("timed out");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            return new Exchange.NoAnswer("interrupted");
        }
    }

    private static Exchange failure(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> new Exchange.NotSent("timed out");
            case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
                new Exchange.NotSent("no such host");
            case ConnectException e -> new Exchange.NotSent(text(e, "connection refused"));
            case SSLHandshakeException e -> new Exchange.NotSent(Printable.line(Trust.failure(e)));
            case SSLException e when Trust.isPlain(e) -> new Exchange.NotSent("it does not speak TLS (try http://)");
            case HttpTimeoutException _ -> new Exchange.NoAnswer("timed out");
            case IOException e -> new Exchange.NoAnswer(text(e, "connection lost"));
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        };
    }

    private static String text(IOException e, String otherwise) {
        return e.getMessage() == null ? otherwise : Printable.line(e.getMessage());
    }

    @Override
    public void close() {
        // Not close(): it waits for requests that we have given up.
        http.shutdownNow();
    }
}
