package dev.bouncer.e2e.clients;

import java.net.URI;
import java.time.Instant;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.Result;
import dev.bouncer.e2e.Fleet;
import org.jspecify.annotations.Nullable;

/** pusher-http-java, which has no call to terminate, but signs any path. */
final class PusherHttp {
    private PusherHttp() {}

    /** @param user an id that needs no escapes */
    static SdkCall.Outcome terminate(URI api, String secret, String user, String body) {
        Pusher pusher = new Pusher(Fleet.PUSHER_APP_ID, Fleet.PUSHER_KEY, secret);
        pusher.setHost(api.getAuthority());
        Result result = pusher.post("/users/" + user + "/terminate_connections", body);
        Integer status = result.getHttpStatus();
        return new SdkCall.Outcome(status == null ? 0 : status, String.valueOf(result.getMessage()));
    }

    static String blocking(@Nullable Instant until) {
        return until == null ? "{\"block_for\":\"1h\"}" : "{\"block_until\":\"" + until + "\"}";
    }
}
