package dev.bouncer.client;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls until they are answered, refused, or their deadline is over. A call that changes something carries its
 * idempotency key, so that it is the same commands however often it arrives. Thread-safe.
 */
final class Transport {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** For the HTTP client to say first that it could not even connect. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final HttpClient http;
    private final URI api;
    private final String authorization;
    private final Duration deadline;

    /** @param deadline how long a call may take, all tries together */
    Transport(HttpClient http, URI api, String secret, Duration deadline) {
        this.http = http;
        this.api = api;
        this.authorization = "Bearer " + secret;
        this.deadline = deadline;
    }

    /** What became of a try. */
    sealed interface Result permits Answer, Failure {}

    /** An answer of status 200, or a problem. */
    record Answer(int status, String body) implements Result {
        boolean isProblem() {
            return status != 200;
        }

        /** @throws IllegalArgumentException if it is no JSON object */
        JsonNode json() {
            return Wire.parse(body);
        }

        Problem problem() {
            try {
                JsonNode json = json();
                return new Problem(ProblemType.ofUri(json.path("type").asText()), status, json.path("title").asText(),
                        json.path("detail").asText(), Wire.uuid(json, "command"));
            } catch (IllegalArgumentException e) {
                return new Problem(ProblemType.OTHER, status, "Not an answer of Bouncer's API",
                        "expected problem details", null);
            }
        }
    }

    /** What became of a try that has to be repeated. */
    record Failure(String what, @Nullable Problem problem, @Nullable Throwable cause, boolean mayBeDone,
            long retryAfterSeconds) implements Result {}

    /**
     * Sends it.
     *
     * @return what was answered; a problem only where it was refused, and to repeat it would be of no use
     * @throws UnavailableException    if it was certainly not done, or asked for nothing to be done
     * @throws OutcomeUnknownException if it may have been done
     */
    Answer send(Call call) {
        long end = System.nanoTime() + deadline.plus(call.longer()).toNanos();
        boolean mayBeDone = false;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Result result = attempt(call, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            if (result instanceof Answer answer) {
                if (answer.isProblem() && mayBeDone) throw failed(call, failure(answer.problem(), 0), true);
                return answer;
            }
            Failure failure = (Failure) result;
            mayBeDone |= failure.mayBeDone() && call.idempotencyKey() != null;
            Duration next = Duration.ofSeconds(failure.retryAfterSeconds()).plus(jittered(pause));
            if (System.nanoTime() + next.toNanos() >= end) throw failed(call, failure, mayBeDone);
            sleep(call, failure, next, mayBeDone);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Result attempt(Call call, Duration left) {
        CompletableFuture<HttpResponse<String>> answering = http.sendAsync(request(call, left),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        HttpResponse<String> response;
        try {
            // The request's own timeout is over when the headers are there; a body may never end.
            response = answering.get(left.plus(MOMENT).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answering.cancel(true);
            return new Failure("the API did not answer in time", null, e, true, 0);
        } catch (ExecutionException e) {
            return notAnswered(e.getCause());
        } catch (InterruptedException e) {
            answering.cancel(true);
            Thread.currentThread().interrupt();
            throw failed(call, new Failure("interrupted", null, e, true, 0), true);
        }
        Answer answer = new Answer(response.statusCode(), response.body());
        if (!answer.isProblem()) return answer;
        Problem problem = answer.problem();
        if (isPassing(problem)) return failure(problem, retryAfter(response));
        if (isStrange(problem)) throw failed(call, failure(problem, 0), true);
        return answer;
    }

    private static Failure notAnswered(@Nullable Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? new Failure("the API cannot be reached", null, cause, false, 0)
                : new Failure("the API did not answer", null, cause, true, 0);
    }

    private static long retryAfter(HttpResponse<String> response) {
        return response.headers().firstValue("Retry-After").filter(text -> text.matches("\\d{1,6}"))
                .map(Long::parseLong).orElse(0L);
    }

    private static Failure failure(Problem problem, long retryAfterSeconds) {
        // What stands between may answer for an API that has done it.
        boolean mayBeDone = switch (problem.type()) {
            case NOT_READY, NOT_DONE, TOO_MANY_REQUESTS, HISTORY_NOT_READY, REQUEST_TIMEOUT -> false;
            default -> true;
        };
        return new Failure(problem.toString(), problem, null, mayBeDone, retryAfterSeconds);
    }

    private static boolean isPassing(Problem problem) {
        return switch (problem.type()) {
            case HISTORY_NOT_CONFIGURED, SESSIONS_NOT_CONFIGURED -> false;
            default -> problem.status() >= 500 || problem.status() == 408 || problem.status() == 429;
        };
    }

    /** Neither done nor refused, as a redirect is: whoever says so may have passed the request on. */
    private static boolean isStrange(Problem problem) {
        return problem.type() == ProblemType.OTHER && problem.status() / 100 != 4;
    }

    /**
     * Reads an answer of status 200.
     *
     * @throws UnavailableException    if it cannot be read, and asked for nothing to be done
     * @throws OutcomeUnknownException if it cannot be read, and what it answers may have been done
     */
    static <T> T read(Call call, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            throw failed(call, new Failure("the answer is not one of Bouncer's API", null, e, true, 0), true);
        }
    }

    private HttpRequest request(Call call, Duration left) {
        HttpRequest.BodyPublisher body = call.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(call.body());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + call.target())).timeout(left)
                .method(call.method(), body).header("Authorization", authorization);
        if (!call.body().isEmpty()) request.header("Content-Type", call.mediaType());
        call.headers().forEach(request::header);
        return request.build();
    }

    private static Duration jittered(Duration pause) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos()));
    }

    private static void sleep(Call call, Failure failure, Duration pause, boolean mayBeDone) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(call, failure, mayBeDone);
        }
    }

    private static BouncerException failed(Call call, Failure failure, boolean mayBeDone) {
        String key = call.idempotencyKey();
        return mayBeDone && key != null
                ? new OutcomeUnknownException(failure.what(), key, failure.problem(), failure.cause())
                : new UnavailableException(failure.what(), failure.problem(), failure.cause());
    }
}
