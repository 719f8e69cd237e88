package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of an application's own user-authentication endpoint, in Java and in JavaScript. */
@ExtendWith({SharedBroker.class, SharedFleet.class})
class AuthEndpointIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    enum Language {
        JAVA {
            @Override
            AuthEndpoint start(URI api, String apiKey) throws IOException {
                return AuthEndpointExample.start(api, apiKey);
            }
        },
        NODE {
            @Override
            AuthEndpoint start(URI api, String apiKey) throws IOException {
                return AuthEndpointProcess.start(api, apiKey);
            }
        };

        abstract AuthEndpoint start(URI api, String apiKey) throws IOException;
    }

    private final SharedFleet.Running running = SharedFleet.get();

    @ParameterizedTest
    @EnumSource
    void lets_in_who_is_not_blocked_and_tells_the_others_why(Language language) throws Exception {
        String user = "wendy b/c%2F" + language;
        String escaped = "wendy%20b%2Fc%252F" + language;
        try (AuthEndpoint endpoint = language.start(running.api().uri(), Fleet.SECRET)) {
            assertThat(ask(endpoint, user, "12.34"))
                    .isEqualTo("200 " + PusherSignIn.answer(Fleet.PUSHER_KEY, Fleet.PUSHER_SECRET, "12.34", user));

            running.fleet().done(running.api(), "PUT", "/blocks/user/" + escaped, "{\"message\":\"Out.\"}");
            assertThat(ask(endpoint, user, "12.34")).isEqualTo("403 {\"error\":\"Out.\"}");

            running.fleet().done(running.api(), "DELETE", "/blocks/user/" + escaped, "");
            assertThat(ask(endpoint, user, "12.34")).startsWith("200 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void signs_no_other_text_than_a_socket_id(Language language) throws Exception {
        try (AuthEndpoint endpoint = language.start(running.api().uri(), Fleet.SECRET)) {
            assertThat(ask(endpoint, "wendy", "12.34:private-x")).startsWith("400 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lets_nobody_in_when_bouncer_does_not_know_the_key_or_the_app_or_does_not_answer(Language language)
            throws Exception {
        try (AuthEndpoint endpoint = language.start(running.api().uri(), "not-the-key")) {
            assertThat(ask(endpoint, "wendy", "12.34")).startsWith("503 ");
        }
        // A path that is no API's: its 404 is not that of a user who is not blocked.
        try (AuthEndpoint endpoint = language.start(running.api().uri().resolve("/elsewhere"), Fleet.SECRET)) {
            assertThat(ask(endpoint, "wendy", "12.34")).startsWith("503 ");
        }
        try (AuthEndpoint endpoint = language.start(URI.create("http://127.0.0.1:" + closedPort()), Fleet.SECRET)) {
            assertThat(ask(endpoint, "wendy", "12.34")).startsWith("503 ");
        }
    }

    @Test
    void pusher_js_signs_in_by_it() throws Exception {
        try (AuthEndpoint endpoint = Language.NODE.start(running.api().uri(), Fleet.SECRET);
                LibraryClient client = ScriptedClient.open(ClientRuntime.NODE, "pusher-client.mjs",
                        Map.of("url", running.first().uri().toString(), "key", Fleet.PUSHER_KEY, "user", "wanda",
                                "endpoint", endpoint.uri().toString()))) {
            client.awaitWelcomes(1);
        }
    }

    private static String ask(AuthEndpoint endpoint, String user, String socketId) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(endpoint.uri()).header("X-User", user)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("socket_id=" + socketId)).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
