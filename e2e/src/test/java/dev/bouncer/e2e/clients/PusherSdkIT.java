package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.cli.demo.Client;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pusher's server SDKs: what they terminate is closed in every protocol, and a wrong secret is told as such. */
@ExtendWith({SharedBroker.class, SharedFleet.class})
class PusherSdkIT {
    private static final int TERMINATED = 4410;
    private static final String WRONG = "not-the-secret";

    enum Sdk {
        NODE {
            @Override
            SdkCall.Outcome terminate(String secret, String user) {
                return new SdkCall(ClientRuntime.NODE, "pusher-sdk.mjs").with(call(secret, user));
            }
        },
        PYTHON {
            @Override
            SdkCall.Outcome terminate(String secret, String user) {
                return new SdkCall(ClientRuntime.PYTHON, "pusher_sdk.py").with(call(secret, user));
            }
        },
        JAVA {
            @Override
            SdkCall.Outcome terminate(String secret, String user) {
                return PusherHttp.terminate(SharedFleet.get().api().uri(), secret, user, "{}");
            }
        };

        abstract SdkCall.Outcome terminate(String secret, String user);
    }

    static Map<String, Object> call(String secret, String user) {
        return new HashMap<>(Map.of("url", SharedFleet.get().api().uri().toString(), "appId", Fleet.PUSHER_APP_ID,
                "key", Fleet.PUSHER_KEY, "secret", secret, "user", user));
    }

    @ParameterizedTest
    @EnumSource
    void terminates(Sdk sdk) throws Exception {
        String user = "sdk@" + sdk;
        SharedFleet.Running running = SharedFleet.get();
        try (Client client = running.fleet().welcomed(running.second(), user)) {
            SdkCall.Outcome refused = sdk.terminate(WRONG, user);
            assertThat(refused.status()).as(refused.text()).isEqualTo(401);

            SdkCall.Outcome done = sdk.terminate(Fleet.PUSHER_SECRET, user);

            assertThat(done.status()).as(done.text()).isEqualTo(200);
            assertThat(client.closedWithin(Duration.ofSeconds(20))).isNotNull()
                    .extracting(Client.Closed::code).isEqualTo(TERMINATED);
        }
    }

    @Test
    void an_escaped_id_is_the_same_user() throws Exception {
        String user = "ü b/c";
        SharedFleet.Running running = SharedFleet.get();
        try (Client client = running.fleet().welcomed(running.first(), user)) {
            Map<String, Object> call = call(Fleet.PUSHER_SECRET, user);
            call.put("body", Map.of("reason", "a test"));

            SdkCall.Outcome done = new SdkCall(ClientRuntime.NODE, "pusher-sdk.mjs").with(call);

            assertThat(done.status()).as(done.text()).isEqualTo(200);
            assertThat(client.closedWithin(Duration.ofSeconds(20))).isNotNull();
        }
    }
}
