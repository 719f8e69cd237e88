package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.cli.demo.Client;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Centrifugo's server SDKs, {@code cent} of Python and {@code gocent}: they do what they say in every protocol. */
@ExtendWith({SharedBroker.class, SharedFleet.class})
class CentrifugoSdkIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int BLOCKED = 4403;
    private static final int TERMINATED = 4410;
    private static final SdkCall CENT = new SdkCall(ClientRuntime.PYTHON, "centrifugo_sdk.py");
    private static final SdkCall GOCENT = new SdkCall(ClientRuntime.GO);

    private final SharedFleet.Running running = SharedFleet.get();

    @Test
    void cent_blocks_and_unblocks() throws Exception {
        try (Client client = running.fleet().welcomed(running.first(), "cent-user")) {
            done(CENT, "block", "cent-user", Map.of("until", Instant.now().plusSeconds(3600).getEpochSecond()));

            assertClosed(client, BLOCKED);
        }
        await().atMost(SOON).until(() -> !running.fleet().letsIn(running.second(), "cent-user"));

        done(CENT, "unblock", "cent-user", Map.of());

        await().atMost(SOON).until(() -> running.fleet().letsIn(running.second(), "cent-user"));
    }

    @Test
    void cent_disconnects() throws Exception {
        try (Client client = running.fleet().welcomed(running.second(), "cent-terry")) {
            done(CENT, "disconnect", "cent-terry", Map.of());

            assertClosed(client, TERMINATED);
        }
    }

    @Test
    void gocent_disconnects() throws Exception {
        try (Client client = running.fleet().welcomed(running.first(), "go-terry")) {
            done(GOCENT, "disconnect", "go-terry", Map.of());

            assertClosed(client, TERMINATED);
        }
    }

    @Test
    void a_wrong_key_is_told_as_such() {
        assertThat(call(CENT, "not-the-key", "disconnect", "nobody", Map.of()).status()).isEqualTo(401);
        assertThat(call(GOCENT, "not-the-key", "disconnect", "nobody", Map.of()).status()).isEqualTo(401);
    }

    private void done(SdkCall sdk, String call, String user, Map<String, ?> more) {
        SdkCall.Outcome outcome = call(sdk, Fleet.SECRET, call, user, more);
        assertThat(outcome.status()).as(outcome.text()).isEqualTo(200);
    }

    private SdkCall.Outcome call(SdkCall sdk, String key, String call, String user, Map<String, ?> more) {
        Map<String, Object> said = new HashMap<>(more);
        said.putAll(Map.of("url", running.api().uri().toString(), "key", key, "call", call, "user", user));
        return sdk.with(said);
    }

    private static void assertClosed(Client client, int code) throws InterruptedException {
        assertThat(client.closedWithin(SOON)).isNotNull().extracting(Client.Closed::code).isEqualTo(code);
    }
}
