package dev.bouncer.edge.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.bouncer.config.Secret;
import dev.bouncer.config.http.Answer;
import dev.bouncer.config.http.Bearer;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.edge.session.LiveList;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The internal route to live sessions, for those that show the secret: see {@link SessionsRequest}. Thread-safe. */
final class SessionsRoute implements HttpHandler {
    private final Bearer bearer;
    private final LiveList sessions;
    private final MeterRegistry meters;

    SessionsRoute(Secret secret, LiveList sessions, MeterRegistry meters) {
        this.bearer = new Bearer(secret);
        this.sessions = sessions;
        this.meters = meters;
        // There from the start, so that what should stay 0 is seen to.
        List.of("answered", "malformed", "unauthorized").forEach(this::asked);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange).send(exchange);
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!bearer.isShown(exchange)) return counted("unauthorized", Bearer.unauthorized(exchange));
        if (!exchange.getRequestMethod().equals("GET")) return counted("malformed", Answer.onlyGet(exchange));
        SessionsRequest request;
        try {
            request = SessionsRequest.parse(exchange.getRequestURI());
        } catch (IllegalArgumentException e) {
            return counted("malformed", Answer.error(400, String.valueOf(e.getMessage())));
        }
        return counted("answered",
                Answer.json(200, new String(sessions.answer(request).encode(), StandardCharsets.UTF_8)));
    }

    private Answer counted(String outcome, Answer answer) {
        asked(outcome).increment();
        return answer;
    }

    private Counter asked(String outcome) {
        return Counter.builder("bouncer.edge.sessions.asked").tag("outcome", outcome)
                .description("Questions about live sessions, by what became of them").register(meters);
    }
}
