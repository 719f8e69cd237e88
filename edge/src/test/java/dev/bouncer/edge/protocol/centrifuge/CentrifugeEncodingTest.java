package dev.bouncer.edge.protocol.centrifuge;

import java.util.List;

import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which encoding is spoken, as the client's upgrade asks for it. */
class CentrifugeEncodingTest {
    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()));

    @AfterEach
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource({"'',JSON", "?format=json,JSON", "?format=protobuf,PROTOBUF", "?cf_protocol=protobuf,PROTOBUF"})
    void isTheUrls(String query, Spoken spoken) {
        assertSpeaks(spoken, TestClient.connect(edge.uri(), CentrifugeClient.PATH + query));
    }

    @ParameterizedTest
    @CsvSource({"centrifuge-json,JSON", "centrifuge-protobuf,PROTOBUF"})
    void isThatOfTheSubprotocol(String subprotocol, Spoken spoken) {
        TestClient client = TestClient.connectOffering(edge.uri(), CentrifugeClient.PATH, subprotocol);

        assertThat(client.subprotocol()).isEqualTo(subprotocol);
        assertSpeaks(spoken, client);
    }

    @Test
    void isJsonWhereTheClientOffersBoth() {
        TestClient client = TestClient.connectOffering(edge.uri(), CentrifugeClient.PATH, "centrifuge-protobuf",
                "centrifuge-json");

        assertThat(client.subprotocol()).isEqualTo("centrifuge-json");
        assertSpeaks(Spoken.JSON, client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?format=protobuf"})
    void isNotTheOther(String query) {
        Spoken other = query.isEmpty() ? Spoken.PROTOBUF : Spoken.JSON;
        CentrifugeClient client = new CentrifugeClient(other,
                TestClient.connect(edge.uri(), CentrifugeClient.PATH + query))
                .say(CentrifugeClient.connectCommand(Tokens.of("alice")));

        assertThat(client.closed()).isEqualTo("3501 bad request");
    }

    private static void assertSpeaks(Spoken spoken, TestClient client) {
        new CentrifugeClient(spoken, client).say(CentrifugeClient.connectCommand(Tokens.of("alice")))
                .heard(0, "connect");
    }
}
