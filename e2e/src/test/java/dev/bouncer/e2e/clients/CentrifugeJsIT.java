package dev.bouncer.e2e.clients;

import java.net.URI;
import java.util.Map;

import dev.bouncer.e2e.Fleet;

/** centrifuge-js, which speaks JSON. */
class CentrifugeJsIT extends CentrifugeScenarios {
    @Override
    LibraryClient open(URI edge, String user) {
        return ScriptedClient.open(ClientRuntime.NODE, "centrifuge-client.mjs",
                Map.of("url", edge.toString(), "token", Fleet.token(user)));
    }
}
