package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;

import dev.bouncer.e2e.Fleet;
import org.jspecify.annotations.Nullable;

/** With a library of Centrifuge's, and Centrifugo's HTTP API, spoken by hand. */
abstract class CentrifugeScenarios extends ClientScenarios {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Override
    Codes codes() {
        return new Codes(3503, 3507, 3503);
    }

    @Override
    void block(String user, @Nullable Instant until) {
        String end = until == null ? "" : ",\"expire_at\":" + until.getEpochSecond();
        call("block_user", "{\"user\":\"" + user + "\"" + end + "}");
    }

    @Override
    void unblock(String user) {
        call("unblock_user", "{\"user\":\"" + user + "\"}");
    }

    @Override
    void terminate(String user) {
        call("disconnect", "{\"user\":\"" + user + "\"}");
    }

    private static void call(String method, String params) {
        HttpRequest request = HttpRequest.newBuilder(SharedFleet.get().api().uri().resolve("/api/" + method))
                .header("X-API-Key", Fleet.SECRET).POST(BodyPublishers.ofString(params)).build();
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode() + " " + answer.body()).isEqualTo("200 {\"result\":{}}");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
