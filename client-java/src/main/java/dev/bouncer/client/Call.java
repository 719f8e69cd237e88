package dev.bouncer.client;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request, however often it is sent.
 *
 * @param target         the path and query
 * @param body           empty: none
 * @param mediaType      of the body
 * @param headers        more of them
 * @param idempotencyKey null: it changes nothing
 * @param longer         how much longer than others it may take, since it waits
 */
record Call(String method, String target, String body, String mediaType, Map<String, String> headers,
        @Nullable String idempotencyKey, Duration longer) {
    static Call get(String target) {
        return get(target, Map.of());
    }

    static Call get(String target, Map<String, String> headers) {
        return new Call("GET", target, "", "application/json", headers, null, Duration.ZERO);
    }

    static Call giving(String method, String target, String body, String mediaType, How how) {
        Duration wait = how.waitAtMost();
        String waiting = wait == null ? "" : "?wait=" + wait.toMillis() + "ms";
        return new Call(method, target + waiting, body, mediaType, Map.of("Idempotency-Key", how.idempotencyKey()),
                how.idempotencyKey(), wait == null ? Duration.ZERO : wait);
    }
}
