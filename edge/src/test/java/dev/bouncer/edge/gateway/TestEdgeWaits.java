package dev.bouncer.edge.gateway;

import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;

/** What tests of the gateway wait for. */
final class TestEdgeWaits {
    private TestEdgeWaits() {}

    /** No session is left. */
    static void empty(TestEdge edge) {
        TestClient.await().until(() -> edge.registry.size() == 0);
    }
}
