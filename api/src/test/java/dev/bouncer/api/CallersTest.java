package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.Rate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";
    // So slow that nothing comes back while a test runs.
    private static final Rate TWICE = new Rate(2, Duration.ofHours(1));
    private static final int SECONDS_FOR_ONE = 1800;

    private static int put(RunningApi api, String secret, String... headers) {
        return new ApiClient(api.uri(), secret).put(ALICE, "", headers).status();
    }

    private static void isTooMany(ApiClient.Answer answer) {
        String seconds = answer.header("Retry-After");
        assertThat(Integer.parseInt(seconds)).isBetween(SECONDS_FOR_ONE - 120, SECONDS_FOR_ONE + 1);
        assertThat(answer.isProblem(429, "too-many-requests").detail())
                .isEqualTo("expected fewer requests; try again in " + seconds + " s");
    }

    private static void isTooManyForPusher(ApiClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        String seconds = answer.header("Retry-After");
        assertThat(Integer.parseInt(seconds)).isBetween(SECONDS_FOR_ONE - 120, SECONDS_FOR_ONE + 1);
        assertThat(PusherRequest.error(answer))
                .isEqualTo("Too many requests: expected fewer requests; try again in " + seconds + " s.");
    }

    private static String[] from(String... hops) {
        return new String[]{"X-Forwarded-For", String.join(", ", hops)};
    }

    @Nested
    class PerKey {
        @AutoClose
        private final RunningApi api = new RunningApi(new CallerLimits(TWICE, Rate.UNLIMITED), "127.0.0.1");

        @Test
        void aKeyIsHeardAsOftenAsItMayFromWhereverItCalls() {
            assertThat(put(api, RunningApi.BACKEND, from("192.0.2.1"))).isEqualTo(200);
            assertThat(put(api, RunningApi.BACKEND, from("192.0.2.2"))).isEqualTo(200);
            isTooMany(api.client().put(ALICE, "", from("192.0.2.3")));
            isTooMany(api.client().get(ALICE));
            assertThat(api.publisher.log()).hasSize(2);
            assertThat(api.count("bouncer.api.problems", "reason", "too-many-requests")).isEqualTo(2);
        }

        @Test
        void aKeyOverItsLimitCostsOthersNothing() {
            for (int i = 0; i < 5; i++) {
                put(api, RunningApi.BACKEND);
            }
            assertThat(put(api, RunningApi.BACKEND)).isEqualTo(429);
            for (int i = 0; i < 2; i++) {
                assertThat(put(api, RunningApi.MODERATOR)).isEqualTo(200);
                // Of the same name, in another app.
                assertThat(new ApiClient(api.uri(), RunningApi.OTHER_APP)
                        .put("/v1/apps/other/blocks/user/alice", "").status()).isEqualTo(200);
                assertThat(new PusherRequest().send(api).status()).isEqualTo(200);
            }
            assertThat(put(api, "wrong")).isEqualTo(401);
        }

        @Test
        void whatAKeyIsRefusedForCountsToo() {
            for (int i = 0; i < 2; i++) {
                assertThat(put(api, RunningApi.READER)).isEqualTo(403);
            }
            assertThat(put(api, RunningApi.READER)).isEqualTo(429);
        }

        @Test
        void pushersKeyIsCountedByAppInPushersForm() {
            assertThat(new PusherRequest().send(api).status()).isEqualTo(200);
            assertThat(new PusherRequest().path("/users/bob/terminate_connections").send(api).status()).isEqualTo(200);
            isTooManyForPusher(new PusherRequest().send(api));
            assertThat(api.publisher.log()).hasSize(2);
            assertThat(api.count("bouncer.api.problems", "reason", "too-many-requests")).isEqualTo(1);
            assertThat(new PusherRequest().path("/users/bob/terminate_connections").with("auth_key", "other-key")
                    .secret("other-pusher-secret").send(api).status()).isEqualTo(200);
        }
    }

    @Nested
    class Failures {
        private static final String STRANGER = "192.0.2.1";

        @AutoClose
        private final RunningApi api = new RunningApi(new CallerLimits(Rate.UNLIMITED, TWICE), "127.0.0.1");

        private void lockOut(String address) {
            for (int i = 0; i < 2; i++) {
                assertThat(put(api, "wrong", from(address))).isEqualTo(401);
            }
            isTooMany(new ApiClient(api.uri(), "wrong").put(ALICE, "", from(address)));
        }

        @Test
        void anAddressFailsAsOftenAsItMay() {
            lockOut(STRANGER);
            assertThat(put(api, "", from(STRANGER))).isEqualTo(429);
            assertThat(put(api, "wrong", from("192.0.2.2"))).isEqualTo(401);
        }

        @Test
        void aKeyThatWasGoodThereBeforeIsStillHeardAndANewOneIsNot() {
            assertThat(put(api, RunningApi.BACKEND, from(STRANGER))).isEqualTo(200);
            lockOut(STRANGER);
            assertThat(put(api, RunningApi.BACKEND, from(STRANGER))).isEqualTo(200);
            isTooMany(new ApiClient(api.uri(), RunningApi.MODERATOR).put(ALICE, "", from(STRANGER)));
            assertThat(put(api, RunningApi.MODERATOR, from("192.0.2.2"))).isEqualTo(200);
            // It was good elsewhere, which says nothing of here.
            assertThat(put(api, RunningApi.MODERATOR, from(STRANGER))).isEqualTo(429);
            assertThat(api.publisher.log()).hasSize(3);
        }

        @Test
        void everyDoorCountsTheSameFailures() {
            PusherRequest forged = new PusherRequest().secret("guessed");
            assertThat(put(api, "wrong", from(STRANGER))).isEqualTo(401);
            assertThat(forged.send(api, from(STRANGER)).status()).isEqualTo(401);
            isTooManyForPusher(forged.send(api, from(STRANGER)));
            isTooManyForPusher(new PusherRequest().send(api, from(STRANGER)));
            assertThat(put(api, "wrong", from(STRANGER))).isEqualTo(429);
            assertThat(api.publisher.log()).isEmpty();
        }

        @Test
        void everyWayToFailAtPushersDoorCounts() {
            List<PusherRequest> failing = List.of(new PusherRequest().with("auth_key", "nobody"),
                    new PusherRequest().at(601), new PusherRequest().bodyAlone("{ }"),
                    new PusherRequest().path("/apps/nobody/users/alice/terminate_connections"));
            for (int way = 0; way < failing.size(); way++) {
                String[] address = from("198.51.100." + way);
                for (int i = 0; i < 2; i++) {
                    assertThat(failing.get(way).send(api, address).status()).isIn(401, 404);
                }
                isTooManyForPusher(failing.get(way).send(api, address));
            }
        }

        @Test
        void theAddressesOfOneIpv6NetworkAreOne() {
            assertThat(put(api, "wrong", from("2001:db8::1"))).isEqualTo(401);
            assertThat(put(api, "wrong", from("2001:db8::2"))).isEqualTo(401);
            assertThat(put(api, "wrong", from("2001:db8::ffff:3"))).isEqualTo(429);
            assertThat(put(api, "wrong", from("2001:db8:0:1::1"))).isEqualTo(401);
        }

        @Test
        void whatComesBeforeTheHopThatTheProxyNamesIsNotBelieved() {
            for (int i = 0; i < 2; i++) {
                assertThat(put(api, "wrong", from("203.0.113." + i, STRANGER))).isEqualTo(401);
            }
            assertThat(put(api, "wrong", from("203.0.113.9", STRANGER))).isEqualTo(429);
        }
    }

    @Test
    void onlyATrustedProxyIsBelieved() {
        try (RunningApi api = new RunningApi(new CallerLimits(Rate.UNLIMITED, TWICE))) {
            assertThat(put(api, "wrong", from("192.0.2.1"))).isEqualTo(401);
            assertThat(put(api, "wrong", from("192.0.2.2"))).isEqualTo(401);
            assertThat(put(api, "wrong", from("192.0.2.3"))).isEqualTo(429);
        }
    }
}
