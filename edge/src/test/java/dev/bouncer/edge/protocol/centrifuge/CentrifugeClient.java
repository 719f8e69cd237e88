package dev.bouncer.edge.protocol.centrifuge;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.edge.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of Centrifuge's protocol, spoken by hand. */
final class CentrifugeClient {
    static final String PATH = "/connection/websocket";

    private final Spoken spoken;
    private final TestClient client;

    CentrifugeClient(Spoken spoken, TestClient client) {
        this.spoken = spoken;
        this.client = client;
    }

    static CentrifugeClient open(Spoken spoken, URI edge) {
        return new CentrifugeClient(spoken, TestClient.connect(edge, spoken.path));
    }

    /** One that is connected. */
    static CentrifugeClient connect(Spoken spoken, URI edge, String token) {
        return open(spoken, edge).say(connectCommand(token)).heard(0, "connect");
    }

    static String connectCommand(String token) {
        return "{\"id\":1,\"connect\":{\"token\":\"" + token + "\",\"name\":\"js\"}}";
    }

    static String refreshCommand(String token) {
        return "{\"id\":2,\"refresh\":{\"token\":\"" + token + "\"}}";
    }

    /** Says lines of JSON, in the encoding that it speaks; of what is no command in it the bytes as they are. */
    CentrifugeClient say(String frame) {
        spoken.send(client.socket(), frame);
        return this;
    }

    /** Waits for a reply that has this field. */
    CentrifugeClient heard(int number, String field) {
        assertThat(frame(number)).contains("\"" + field + "\":{");
        return this;
    }

    String frame(int number) {
        TestClient.await().until(() -> client.frames().size() > number);
        return spoken.decode(client.frames().get(number));
    }

    private Stream<String> frames() {
        return client.frames().stream().map(spoken::decode);
    }

    /** All lines it has heard, pings apart. */
    List<String> lines() {
        return frames().flatMap(String::lines).filter(line -> !line.equals("{}")).toList();
    }

    long pings() {
        return frames().filter("{}"::equals).count();
    }

    boolean isOpen() {
        return client.isOpen();
    }

    String closed() {
        return client.closed();
    }
}
