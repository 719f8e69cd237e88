package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;

import dev.bouncer.e2e.Fleet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Isolated;

/** pusher-java-client, and pusher-http-java in the backend. */
@Isolated("the library throws on its own threads when it is kicked, which fails whoever waits for something meanwhile")
class PusherJavaIT extends ClientScenarios {
    @Override
    Codes codes() {
        return new Codes(4009, 4009, 4009);
    }

    @Override
    LibraryClient open(URI edge, String user) {
        return PusherJavaClient.open(edge, Fleet.PUSHER_KEY, Fleet.PUSHER_SECRET, user);
    }

    @Override
    void block(String user, @Nullable Instant until) {
        terminate(user, PusherHttp.blocking(until));
    }

    @Override
    void unblock(String user) {
        SharedFleet.unblock(user);
    }

    @Override
    void terminate(String user) {
        terminate(user, "{}");
    }

    private static void terminate(String user, String body) {
        SdkCall.Outcome outcome = PusherHttp.terminate(SharedFleet.get().api().uri(), Fleet.PUSHER_SECRET, user, body);
        assertThat(outcome.status()).as(outcome.text()).isEqualTo(200);
    }
}
