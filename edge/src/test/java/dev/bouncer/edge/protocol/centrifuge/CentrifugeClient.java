package dev.bouncer.edge.protocol.centrifuge;

import java.util.List;

import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A client of Centrifuge's protocol, spoken by hand. */
final class CentrifugeClient {
    static final String PATH = "/connection/websocket";

    private final TestClient client;

    CentrifugeClient(TestClient client) {
        this.client = client;
    }

    static CentrifugeClient open(TestEdge edge) {
        return new CentrifugeClient(TestClient.connect(edge.uri(), PATH));
    }

    /** One that is connected. */
    static CentrifugeClient connect(TestEdge edge, String token) {
        return open(edge).say(connectCommand(token)).heard(0, "connect");
    }

    static String connectCommand(String token) {
        return "{\"id\":1,\"connect\":{\"token\":\"" + token + "\",\"name\":\"js\"}}";
    }

    static String refreshCommand(String token) {
        return "{\"id\":2,\"refresh\":{\"token\":\"" + token + "\"}}";
    }

    CentrifugeClient say(String frame) {
        client.socket().sendText(frame, true).join();
        return this;
    }

    /** Waits for a reply that has this field. */
    CentrifugeClient heard(int number, String field) {
        assertThat(client.frame(number).has(field)).as("%s in %s", field, client.frames()).isTrue();
        return this;
    }

    String frame(int number) {
        await().until(() -> client.frames().size() > number);
        return client.frames().get(number);
    }

    /** All lines it has heard, pings apart. */
    List<String> lines() {
        return client.frames().stream().flatMap(String::lines).filter(line -> !line.equals("{}")).toList();
    }

    long pings() {
        return client.frames().stream().filter("{}"::equals).count();
    }

    boolean isOpen() {
        return client.isOpen();
    }

    String closed() {
        return client.closed();
    }
}
