package dev.bouncer.e2e.clients;

import java.net.URI;

import dev.bouncer.e2e.Fleet;

/** centrifuge-java, which speaks Protobuf. */
class CentrifugeJavaIT extends CentrifugeScenarios {
    @Override
    LibraryClient open(URI edge, String user) {
        return CentrifugeJavaClient.open(edge, Fleet.token(user));
    }
}
