package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The first command that a newcomer runs. */
class DemoIT {
    @Test
    void the_demo_tells_its_whole_story_and_ends_with_status_0() throws Exception {
        UpProcess.Ended demo = UpProcess.runAlone("demo");

        assertThat(demo.status()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out()).containsSubsequence("alice connects twice", "block alice",
                "a connection of alice is closed",
                "a connection of alice is closed", "alice tries to come back", "bob notices nothing",
                "the block expires by itself", "bob notices nothing", "terminate alice", "alice may return at once",
                "accepted  block demo:user:alice by backend", "accepted  terminate demo:user:alice",
                "expired   block of demo:user:alice");
    }

    @Test
    void the_gateway_demo_tells_its_whole_story_too() throws Exception {
        UpProcess.Ended demo = UpProcess.runAlone("demo", "gateway");

        assertThat(demo.status()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out()).containsSubsequence("nothing of Bouncer in it", "alice: hello bob", "bob: hello alice",
                "block alice", "4403 You are blocked for a moment.", "alice tries to come back", "refused, 4403",
                "bob: is anybody there?", "the block expires by itself", "accepted  block demo:user:alice by backend");
    }
}
