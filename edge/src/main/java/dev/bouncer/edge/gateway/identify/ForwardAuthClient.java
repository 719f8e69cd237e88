package dev.bouncer.edge.gateway.identify;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bouncer.config.ForwardAuth;
import dev.bouncer.contract.SubjectHeader;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.identity.Authentication;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an application who a request is from. Thread-safe; blocks for as long as the application may take. */
final class ForwardAuthClient {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardAuthClient.class);
    private static final int MOST_ANSWERS = 10_000;
    // Those of this connection, those of the body, which is not sent, and those that say who somebody is.
    private static final Set<String> NOT_SENT = Set.of("connection", "keep-alive", "proxy-connection",
            "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "content-type",
            "expect", "host", "forwarded", "via", "x-real-ip");

    // What an answer counts for: all that it may depend on.
    private record Credential(String uri, @Nullable List<String> authorization, @Nullable List<String> cookie) {}

    private final String app;
    private final ForwardAuth config;
    private final HttpClient http;
    private final InstantSource clock;
    private final @Nullable Cache<Credential, Identity> answers;

    ForwardAuthClient(String app, ForwardAuth config, HttpClient http, InstantSource clock) {
        this.app = app;
        this.config = config;
        this.http = http;
        this.clock = clock;
        this.answers = config.cache().isZero()
                ? null
                : Caffeine.newBuilder().expireAfterWrite(config.cache()).maximumSize(MOST_ANSWERS).build();
    }

    Identity ask(Asked asked) {
        if (answers == null) return answer(asked);
        Credential credential = new Credential(asked.host() + asked.uri(), asked.headers().get("authorization"),
                asked.headers().get("cookie"));
        Identity before = answers.getIfPresent(credential);
        if (before != null) return before;
        Identity identity = answer(asked);
        if (identity instanceof Identity.Known) answers.put(credential, identity);
        return identity;
    }

    private Identity answer(Asked asked) {
        // The application may have looked the session up before it took its time: the answer is as old as the question.
        Instant askedAt = clock.instant();
        try {
            HttpResponse<Void> response = http.send(request(asked), HttpResponse.BodyHandlers.discarding());
            int status = response.statusCode();
            if (status == 401 || status == 403) return new Identity.Unwanted(status);
            if (status / 100 == 2) return identity(response, askedAt);
            return unclear("status " + status);
        } catch (IOException | IllegalArgumentException e) {
            return unclear(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Identity.Unclear();
        }
    }

    private Identity unclear(String why) {
        LOG.atWarn().addKeyValue("app", app).addKeyValue("url", config.url()).addKeyValue("why", why)
                .log("forward-auth does not say who a client is");
        return new Identity.Unclear();
    }

    private HttpRequest request(Asked asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.url()).timeout(config.timeout()).GET();
        asked.headers().forEach((name, values) -> {
            if (isSent(name)) values.forEach(value -> request.header(name, value));
        });
        return request.setHeader("X-Forwarded-Method", asked.method())
                .setHeader("X-Forwarded-Proto", asked.secure() ? "https" : "http")
                .setHeader("X-Forwarded-Host", asked.host()).setHeader("X-Forwarded-Uri", asked.uri())
                .setHeader("X-Forwarded-For", asked.client().toString()).setHeader("X-Original-URI", asked.uri())
                .build();
    }

    private static boolean isSent(String name) {
        // Some servers take an underscore in a name for a hyphen.
        String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return !NOT_SENT.contains(lower) && !lower.startsWith("sec-websocket-") && !lower.startsWith("x-forwarded-")
                && !lower.startsWith("bouncer-");
    }

    private Identity identity(HttpResponse<?> response, Instant askedAt) {
        List<SubjectKey> subjects = new ArrayList<>();
        List<String> named = response.headers().allValues(SubjectHeader.NAME);
        if (!named.isEmpty()) subjects.addAll(SubjectHeader.parse(app, String.join(",", named)));
        String userHeader = config.userHeader();
        if (userHeader != null) {
            response.headers().firstValue(userHeader).filter(user -> !user.isEmpty())
                    .ifPresent(user -> subjects.add(SubjectKey.of(app, SubjectKind.USER, user)));
        }
        return subjects.isEmpty()
                ? new Identity.Unknown()
                : new Identity.Known(new Authentication.Authenticated(subjects.stream().distinct().toList(), null,
                        askedAt));
    }
}
