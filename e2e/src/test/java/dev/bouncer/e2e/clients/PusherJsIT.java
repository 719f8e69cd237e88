package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

import dev.bouncer.e2e.Fleet;
import org.jspecify.annotations.Nullable;

/** pusher-js, and Node's pusher package in the backend. */
class PusherJsIT extends ClientScenarios {
    private static final SdkCall SDK = new SdkCall(ClientRuntime.NODE, "pusher-sdk.mjs");

    @Override
    Codes codes() {
        return new Codes(4009, 4009, 4009);
    }

    @Override
    LibraryClient open(URI edge, String user) {
        return ScriptedClient.open(ClientRuntime.NODE, "pusher-client.mjs", Map.of("url", edge.toString(), "key",
                Fleet.PUSHER_KEY, "secret", Fleet.PUSHER_SECRET, "user", user));
    }

    @Override
    void block(String user, @Nullable Instant until) {
        Map<String, Object> call = PusherSdkIT.call(Fleet.PUSHER_SECRET, user);
        call.put("body", until == null ? Map.of("block_for", "1h") : Map.of("block_until", until.toString()));
        done(call);
    }

    @Override
    void unblock(String user) {
        SharedFleet.unblock(user);
    }

    @Override
    void terminate(String user) {
        done(PusherSdkIT.call(Fleet.PUSHER_SECRET, user));
    }

    private static void done(Map<String, Object> call) {
        SdkCall.Outcome outcome = SDK.with(call);
        assertThat(outcome.status()).as(outcome.text()).isEqualTo(200);
    }
}
