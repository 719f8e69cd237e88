package dev.bouncer.edge.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class AskingTest {
    private final HttpClient client = new HttpClient();
    private final Asking asking = new Asking();

    @BeforeEach
    void start() {
        LifeCycle.start(client);
    }

    @AfterEach
    void stop() {
        LifeCycle.stop(client);
    }

    private CompletableFuture<Throwable> send(Request request) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        request.send(result -> failure.complete(result.getFailure()));
        return failure;
    }

    // In between Jetty would lose it, and its client wait for ever.
    @Test
    void whatIsBeingSentIsAbortedWhenItIs() throws Exception {
        Request request = client.newRequest("http://127.0.0.1:1");
        asking.begin(request);
        asking.end();
        assertThat(request.getAbortCause()).isNull();

        assertThat(send(request).get(20, TimeUnit.SECONDS)).isInstanceOf(Asking.Ended.class);
    }

    @Test
    void theNextRequestIsAbortedToo() throws Exception {
        Request first = client.newRequest("http://127.0.0.1:1");
        asking.begin(first);
        assertThat(send(first).get(20, TimeUnit.SECONDS)).isNotInstanceOf(Asking.Ended.class);
        Request second = client.newRequest("http://127.0.0.1:1");
        asking.begin(second);
        asking.end();

        assertThat(send(second).get(20, TimeUnit.SECONDS)).isInstanceOf(Asking.Ended.class);
    }
}
