package dev.bouncer.edge.protocol.pusher;

import dev.bouncer.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Against signatures that Python's hmac made. */
class PusherSignaturesTest {
    private static final String SOCKET = "1628885803.2164207023";
    private static final String USER = "{\"id\":\"ümläut\"}";
    private static final String SIGN_IN = "321f28df938505bf32d19492f3d42f703a7a85c67cc7b23c253f91e1c88018fa";
    private static final String CHANNEL = "d871b5f31a34b2b2a19bd9a07f7e6f1fb0df3d5176fa8a68ce59427c0a672fb1";
    private static final String MEMBER = "a94e4b22691231858500e6ce790d279441244c1228b08f1f91c4694c8222c151";

    private final PusherSignatures signatures = new PusherSignatures("chat-key", new Secret("pusher-secret-of-tests"));

    @Test
    void takesWhatTheBackendSigned() {
        assertThat(signatures.allowSignIn("chat-key:" + SIGN_IN, SOCKET, USER)).isTrue();
        assertThat(signatures.allowChannel("chat-key:" + CHANNEL, SOCKET, "private-room")).isTrue();
        assertThat(signatures.allowMember("chat-key:" + MEMBER, SOCKET, "presence-room",
                "{\"user_id\":\"u1\",\"user_info\":{\"name\":\"U\"}}")).isTrue();
    }

    @Test
    void takesItForNothingElse() {
        assertThat(signatures.allowSignIn("chat-key:" + SIGN_IN, "1628885803.2164207024", USER)).isFalse();
        assertThat(signatures.allowSignIn("chat-key:" + SIGN_IN, SOCKET, "{\"id\": \"ümläut\"}")).isFalse();
        assertThat(signatures.allowChannel("chat-key:" + CHANNEL, SOCKET, "private-rooms")).isFalse();
        assertThat(signatures.allowMember("chat-key:" + MEMBER, SOCKET, "presence-room", "{\"user_id\":\"u1\"}"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "chat-key", "chat-key:", SIGN_IN, ":" + SIGN_IN, "other-key:" + SIGN_IN,
            "chat-key:" + SIGN_IN + " ", "chat-key:chat-key:" + SIGN_IN})
    void refusesOtherForms(String auth) {
        assertThat(signatures.allowSignIn(auth, SOCKET, USER)).isFalse();
    }

    @Test
    void wantsLowerCaseHex() {
        assertThat(signatures.allowSignIn("chat-key:" + SIGN_IN.toUpperCase(java.util.Locale.ROOT), SOCKET, USER))
                .isFalse();
    }
}
