package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bouncer.e2e.Fleet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the examples of docs/examples take for passing, each the same. */
class ExampleRetriesTest {
    private static final byte[] DONE = """
            {"command":"0198c1f0-7a00-7000-8000-000000000001","enforced":true,"edges":1,"missing":[],"silent":[],
             "sessions_closed":0}""".getBytes(StandardCharsets.UTF_8);

    private final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer api;

    ExampleRetriesTest() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", this::answer);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            int status = statuses.isEmpty() ? 200 : statuses.removeFirst();
            exchange.sendResponseHeaders(status, status == 200 ? DONE.length : -1);
            if (status == 200) exchange.getResponseBody().write(DONE);
        }
    }

    private int run(String file) throws IOException, InterruptedException {
        List<String> command = ExamplesIT.command(file, "alice");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("BOUNCER_URL", "http://127.0.0.1:" + api.getAddress().getPort(),
                "BOUNCER_APP", Fleet.APP, "BOUNCER_KEY", Fleet.SECRET));
        Process example = builder.start();
        String said = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = example.waitFor();
        System.out.println(file + " ended with " + status + ": " + said);
        return status;
    }

    static List<String> examples() {
        return List.of("ban.sh", "Ban.java", "ban.mjs", "ban.py");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void what_passes_is_tried_again_under_the_same_key(String file) throws Exception {
        statuses.addAll(List.of(408, 501, 200, 429, 520, 200));

        assertThat(run(file)).isZero();

        assertThat(keys).hasSize(7);
        assertThat(List.of(keys.subList(0, 3), keys.subList(3, 6))).allSatisfy(call -> assertThat(call)
                .containsOnly(call.getFirst()));
        assertThat(keys.stream().distinct()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void what_does_not_pass_is_asked_once(String file) throws Exception {
        statuses.add(404);

        assertThat(run(file)).isNotZero();

        assertThat(keys).hasSize(1);
    }
}
