package dev.bouncer.api;

import static dev.bouncer.api.PusherRequest.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PusherDoorTest {
    private static final String SIGNATURE = "Authentication failed: Invalid signature.";

    @AutoClose
    private final RunningApi api = new RunningApi();

    private static UnaryOperator<String> appending(String parameter) {
        return query -> query + '&' + parameter;
    }

    @ParameterizedTest
    @CsvSource({"=1.0&,=1.0%26", "&auth_version=,%26auth_version%3D", "auth_version=1.0,auth_version%3D1.0"})
    void anEscapedSeparatorDoesNotPassForOneThatWasSigned(String separator, String escaped) {
        // Without this a body_md5 could be hidden in the parameter before it, and the body be taken away.
        ApiClient.Answer answer = new PusherRequest().tampered(q -> q.replace(separator, escaped)).send(api);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(PusherRequest.error(answer)).startsWith("Invalid request: expected query parameters without escaped "
                + "separators, got one in 'auth_");
    }

    @Test
    void anIdOf257CharactersIs400AndOneOf256IsNot() {
        assertThat(new PusherRequest().user("x".repeat(256)).send(api).status()).isEqualTo(200);
        ApiClient.Answer tooLong = new PusherRequest().user("x".repeat(257)).send(api);
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(PusherRequest.error(tooLong))
                .isEqualTo("Invalid request: subject id: expected at most 256 characters, got 257.");
    }

    private String raw(PusherRequest request) {
        return new ApiClient(api.uri(), "").raw("POST " + request.without("body_md5").target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0Ab", "%C2%85"})
    void anIdWithControlCharactersIs400ForWhoMayKnow(String escaped) {
        PusherRequest request = new PusherRequest().user(escaped);
        assertThat(raw(request)).startsWith("HTTP/1.1 400 ").contains("Content-Type: application/json\r\n",
                "{\"error\":\"Invalid request: subject id: expected no control characters, got ");
        assertThat(raw(request.secret("guessed"))).startsWith("HTTP/1.1 401 ").contains(SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%C3%28", "%00"})
    void whatCannotBeDecodedIs400(String escaped) {
        // In a path the server itself refuses it, in a query we do.
        assertThat(raw(new PusherRequest().user(escaped))).startsWith("HTTP/1.1 400 ");
        String malformed = escaped.equals("%00") ? "%" : escaped;
        assertThat(raw(new PusherRequest().tampered(appending("foo=" + malformed)))).startsWith("HTTP/1.1 400 ")
                .contains("{\"error\":\"Invalid request: URL: expected ");
        assertThat(api.publisher.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice"})
    void whoHasNoRightSignatureIsToldNothingOfTheRest(String user) {
        PusherRequest forged = new PusherRequest().user(user).secret("guessed").body("x".repeat(5000));
        ApiClient.Answer answer = forged.send(api);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(PusherRequest.error(answer)).isEqualTo(SIGNATURE);
    }

    @Test
    void theSameSignedRequestAgainIsAnotherCommand() {
        PusherRequest request = new PusherRequest();
        assertThat(request.send(api).status()).isEqualTo(200);
        assertThat(request.send(api).status()).isEqualTo(200);
        assertThat(api.publisher.log()).hasSize(2).extracting(Command::id).doesNotHaveDuplicates()
                .allMatch(id -> id.version() == 7);
    }

    @Test
    void successIsToldOnlyOnceTheCommandIsOnTheLog() {
        api.publisher.fail(new Outcome.NotDone("Kafka does not answer"), false);
        ApiClient.Answer notDone = new PusherRequest().send(api);
        assertThat(notDone.status()).isEqualTo(503);
        assertThat(notDone.header("Retry-After")).isEqualTo("2");
        assertThat(PusherRequest.error(notDone)).isEqualTo(
                "The command was not done: Kafka does not answer; nothing was done, try again later.");
        api.publisher.fail(new Outcome.Unknown("no acknowledgement in time"), true);
        ApiClient.Answer unknown = new PusherRequest().send(api);
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.header("Retry-After")).isEqualTo("2");
        assertThat(PusherRequest.error(unknown)).isEqualTo("It is not known whether the command was done: "
                + "no acknowledgement in time; it may still take effect. To send it again is safe.");
    }

    @Test
    void countsCommandsAndErrors() {
        new PusherRequest().send(api);
        new PusherRequest().secret("guessed").send(api);
        assertThat(api.count("bouncer.commands", "door", "pusher", "type", "terminate", "outcome", "accepted"))
                .isEqualTo(1);
        assertThat(api.count("bouncer.api.problems", "reason", "unauthenticated")).isEqualTo(1);
    }

    @Test
    void otherMethodsAreToldTheOneThereIs() {
        assertThat(new PusherRequest().method("OPTIONS").send(api).header("Allow")).isEqualTo("POST");
        assertThat(new PusherRequest().method("HEAD").send(api).status()).isEqualTo(405);
    }
}
