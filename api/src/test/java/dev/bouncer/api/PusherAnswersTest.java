package dev.bouncer.api;

import static dev.bouncer.api.PusherRequest.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pusher's HTTP API answers to every variation of a request. */
class PusherAnswersTest extends SharedFleet {
    private static final String SIGNATURE = "Authentication failed: Invalid signature.";
    private static final String KEY = "Authentication failed: Invalid auth_key.";
    private static final String EXPIRED = "Authentication failed: Timestamp expired.";
    private static final String MISMATCH = "Authentication failed: body_md5 mismatch.";
    private static final String NO_DIGEST = "Authentication failed: body_md5 is required with a body.";
    private static final String NO_QUERY = "Invalid request: expected the query parameters of a signed request, got none.";
    private static final String NO_FORMAT = "Authentication failed: Invalid auth_timestamp format, expected Unix seconds.";
    private static final String NO_APP = "Application not found.";
    private static final String NO_ROUTE = "There is no such route: the path leads nowhere.";

    record Row(String name, UnaryOperator<PusherRequest> request, int status, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row good(String name, UnaryOperator<PusherRequest> request) {
        return new Row(name, request, 200, "");
    }

    private static Row bad(String name, int status, String error, UnaryOperator<PusherRequest> request) {
        return new Row(name, request, status, error);
    }

    private static UnaryOperator<String> appending(String parameter) {
        return query -> query + '&' + parameter;
    }

    private static UnaryOperator<String> replacing(String part, String with) {
        return query -> query.replaceFirst(part, with);
    }

    private static UnaryOperator<String> doubling(String name) {
        return query -> query + '&' + query.replaceFirst(".*(" + name + "=[^&]*).*", "$1");
    }

    static Stream<Row> rows() {
        return Stream.of(good("good", r -> r), good("older than now", r -> r.at(-600)),
                good("newer than now", r -> r.at(600)), bad("too old", 401, EXPIRED, r -> r.at(-601)),
                bad("too new", 401, EXPIRED, r -> r.at(601)), good("empty body", r -> r.body("")),
                good("empty body without a digest", r -> r.bodyAlone("").without("body_md5")),
                good("no JSON", r -> r.body("\u0000nonsense")), good("JSON of others", r -> r.body("{\"info\":[1]}")),
                good("another version", r -> r.with("auth_version", "2.0")),
                good("no version", r -> r.without("auth_version")),
                good("another parameter in capitals", r -> r.with("Foo", "1")),
                good("another parameter with what must be escaped", r -> r.with("foo", "ü+ =%")),
                good("another parameter twice counts the last",
                        r -> r.with("foo", "2").tampered(replacing("foo=2", "foo=1&foo=2"))),
                good("another parameter in two cases counts the last",
                        r -> r.with("Foo", "2").tampered(replacing("Foo=2", "Foo=1&foo=3&Foo=2"))),
                good("parameters in another order", r -> r.without("auth_key").with("auth_key", "chat-key")),
                good("without the app", r -> r.path("/users/alice/terminate_connections")),
                good("an unneeded escape", r -> r.user("%61lice")),
                bad("another secret", 401, SIGNATURE, r -> r.secret("other-pusher-secret")),
                bad("another path signed", 401, SIGNATURE, r -> r.signing("POST", ALICE.replace("alice", "bob"))),
                bad("the path signed unescaped", 401, SIGNATURE, r -> r.user("%61lice").signing("POST", ALICE)),
                bad("another method signed", 401, SIGNATURE, r -> r.signing("GET", ALICE)),
                bad("no signature", 401, SIGNATURE, r -> r.tampered(replacing("&auth_signature=.*", ""))),
                bad("empty signature", 401, SIGNATURE, r -> r.tampered(replacing("(auth_signature=).*", "$1"))),
                bad("capital hex", 401, SIGNATURE,
                        r -> r.tampered(q -> q.substring(0, q.length() - 64)
                                + q.substring(q.length() - 64).toUpperCase(Locale.ROOT))),
                bad("a changed parameter", 401, SIGNATURE, r -> r.tampered(replacing("=1.0", "=1.1"))),
                bad("a changed parameter of others", 401, SIGNATURE,
                        r -> r.with("foo", "1").tampered(replacing("foo=1", "foo=2"))),
                bad("an appended parameter", 401, SIGNATURE, r -> r.tampered(appending("foo=1"))),
                bad("a parameter taken away", 401, SIGNATURE, r -> r.tampered(replacing("&auth_version=1.0", ""))),
                bad("no time", 401, "Authentication failed: auth_timestamp is missing.",
                        r -> r.without("auth_timestamp")),
                bad("a time that is no number", 401, NO_FORMAT, r -> r.with("auth_timestamp", "now")),
                bad("a time beyond all numbers", 401, NO_FORMAT, r -> r.with("auth_timestamp", "9".repeat(40))),
                bad("the digest of another body", 401, MISMATCH, r -> r.bodyAlone("{ }")),
                bad("a digest in capital hex", 401, MISMATCH,
                        r -> r.with("body_md5", PusherRequest.md5("{}").toUpperCase(Locale.ROOT))),
                bad("no digest", 401, NO_DIGEST, r -> r.without("body_md5")),
                bad("an empty digest", 401, MISMATCH, r -> r.with("body_md5", "")),
                bad("an unknown key", 401, KEY, r -> r.with("auth_key", "nobody")),
                bad("an unknown key without the app", 401, KEY,
                        r -> r.with("auth_key", "nobody").path("/users/alice/terminate_connections")),
                bad("no key", 401, KEY, r -> r.without("auth_key")),
                bad("no key without the app", 401, KEY,
                        r -> r.without("auth_key").path("/users/alice/terminate_connections")),
                bad("the key in capitals", 401, KEY, r -> r.without("auth_key").with("AUTH_KEY", "chat-key")),
                bad("another app's key", 401, KEY,
                        r -> r.with("auth_key", "other-key").secret("other-pusher-secret")),
                bad("an unknown app", 404, NO_APP, r -> r.path(ALICE.replace("4711", "4713"))),
                bad("the app's name for its id", 404, NO_APP, r -> r.path(ALICE.replace("4711", "chat"))),
                bad("no query", 400, NO_QUERY, r -> r.tampered(_ -> "")),
                bad("an empty query", 400, NO_QUERY, r -> r.path(ALICE + "?").tampered(_ -> "")),
                bad("an empty user id", 400, "Invalid request: 'user_id' cannot be empty.", r -> r.user("")),
                bad("an empty user id without the app", 400, "Invalid request: 'user_id' cannot be empty.",
                        r -> r.path("/users//terminate_connections")),
                bad("a body too large", 413, "The body is too large: expected at most 4096 bytes.",
                        r -> r.body("x".repeat(4097))),
                bad("a path with further segments", 404, NO_ROUTE, r -> r.user("a/b")),
                bad("GET on a path with further segments", 404, NO_ROUTE, r -> r.user("a/b").method("GET")),
                bad("GET", 405, "The method is not allowed here: expected POST.", r -> r.method("GET")),
                bad("PUT", 405, "The method is not allowed here: expected POST.", r -> r.method("PUT")),
                bad("DELETE without the app", 405, "The method is not allowed here: expected POST.",
                        r -> r.path("/users/alice/terminate_connections").method("DELETE")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answersAsItShould(Row row) {
        ApiClient.Answer answer = row.request().apply(new PusherRequest()).send(api());
        assertThat(answer.status()).as(answer.body()).isEqualTo(row.status());
        if (row.status() == 200) {
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(added()).containsExactly(terminate("alice"));
        } else {
            assertThat(PusherRequest.error(answer)).isEqualTo(row.error());
            assertThat(added()).isEmpty();
        }
    }

    private Command.Terminate terminate(String user) {
        return new Command.Terminate(added().getLast().id(), SubjectKey.of("chat", SubjectKind.USER, user),
                null, "pusher", RunningApi.NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_key", "auth_timestamp", "auth_signature", "auth_version", "body_md5"})
    void aParameterOfTheProtocolTwiceIs400InWhateverCase(String name) {
        String error = "Invalid request: expected the query parameter " + name + " once, got it twice.";
        ApiClient.Answer twice = new PusherRequest().tampered(doubling(name)).send(api());
        assertThat(twice.status()).isEqualTo(400);
        assertThat(PusherRequest.error(twice)).isEqualTo(error);
        // An old request, with the time that was signed hidden behind another.
        UnaryOperator<String> hiding = q -> q + '&' + name.toUpperCase(Locale.ROOT) + "=1";
        ApiClient.Answer hidden = new PusherRequest().tampered(hiding).send(api());
        assertThat(hidden.status()).isEqualTo(400);
        assertThat(PusherRequest.error(hidden)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"a%20b,a b", "%C3%BC,ü", "%F0%9F%99%82,🙂", "a%2Fb,a/b", "a%252Fb,a%2Fb", "a%3Fb,a?b", "a%23b,a#b",
            "..%2Fx,../x", "%2e%2e,..", "a:@=&+()*~.b,a:@=&+()*~.b", "a%2Cb;c,'a,b;c'"})
    void anIdIsDecodedOnce(String escaped, String id) {
        assertThat(new PusherRequest().user(escaped).send(api()).status()).isEqualTo(200);
        assertThat(added()).containsExactly(terminate(id));
        String short_ = "/users/" + escaped + "/terminate_connections";
        assertThat(new PusherRequest().path(short_).send(api()).status()).isEqualTo(200);
        assertThat(added().getLast()).isEqualTo(terminate(id));
    }
}
