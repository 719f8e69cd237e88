package dev.bouncer.e2e.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bouncer.api.Api;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of {@code ops}, word for word, run by the proxies that they are for. */
@ExtendWith(SharedBroker.class)
class GuardIT {
    private static final String ALICE = "/blocks/user/alice";
    private static final String ALICE_S_TOKENS = "/invalidations/user/alice";
    private static final String SPAM = """
            {"for":"3s","reason":"spam wave 12","message":"Zoë says \\"out\\"."}""";

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Api api;
    private static Application application;

    @BeforeAll
    static void start() {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 2);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir);
        api = fleet.startApi();
        application = new Application();
    }

    @AfterAll
    static void stop() {
        application.close();
        fleet.close();
        log.close();
    }

    @AfterEach
    void unblock() {
        for (String subject : new String[]{"user/alice", "user/" + "a%2Cuser%3Db%2541", "ip/127.0.0.1"})
            fleet.done(api, "DELETE", "/blocks/" + subject, "");
    }

    private static RunningProxy start(ReverseProxy kind) throws IOException {
        return RunningProxy.start(kind, dir, application.uri(), api.uri(), Fleet.GUARD_SECRET);
    }

    private static Visitor visitor(ReverseProxy kind, RunningProxy proxy, String user) {
        return new Visitor(proxy.uri(), kind.credentials(user));
    }

    // The proxy may listen before it has found out that Bouncer is ready.
    private static void awaitLetIn(Visitor visitor) {
        await().atMost(Duration.ofSeconds(15)).until(() -> visitor.get("/").statusCode() == 200);
    }

    @ParameterizedTest
    @EnumSource
    void keeps_out_who_is_blocked_while_the_block_lasts(ReverseProxy kind) throws Exception {
        try (RunningProxy proxy = start(kind)) {
            Visitor alice = visitor(kind, proxy, "alice");
            awaitLetIn(alice);
            assertThat(alice.get("/a?b=c").body()).isEqualTo("hello alice ");
            assertThat(alice.post("/a", "body").body()).isEqualTo("hello alice body");
            try (Visitor.Conversation conversation = alice.open()) {
                assertThat(conversation.say("hi")).isEqualTo("echo hi");

                fleet.done(api, "PUT", ALICE, SPAM);
                int seen = application.seen().size();
                isBlocked(alice.get("/a?user=bob"));
                isBlocked(alice.post("/a", "body"));
                assertThat(alice.upgrade()).isEqualTo(403);
                assertThat(application.seen()).hasSize(seen);
                assertThat(visitor(kind, proxy, "bob").get("/").body()).isEqualTo("hello bob ");
                // What a guard cannot do, as the docs say: that is what an edge is for.
                assertThat(conversation.say("still here")).isEqualTo("echo still here");
            }
            awaitLetIn(alice);
            assertThat(alice.upgrade()).isEqualTo(101);

            fleet.done(api, "PUT", ALICE, "");
            assertThat(alice.get("/").statusCode()).isEqualTo(403);
            fleet.done(api, "DELETE", ALICE, "");
            assertThat(alice.get("/").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NGINX", mode = EnumSource.Mode.EXCLUDE)
    void keeps_out_tokens_that_are_invalidated(ReverseProxy kind) throws Exception {
        Instant before = Instant.now().minusSeconds(60);
        try (RunningProxy proxy = start(kind)) {
            Visitor old = new Visitor(proxy.uri(), "Bearer " + Fleet.token("alice", null, before.minusSeconds(1)));
            Visitor renewed = new Visitor(proxy.uri(), "Bearer " + Fleet.token("alice", null, before));
            awaitLetIn(old);

            fleet.done(api, "PUT", ALICE_S_TOKENS, """
                    {"issued_before":"%s","for":"1h","message":"Please sign in again."}"""
                    .formatted(before.truncatedTo(ChronoUnit.SECONDS)));
            HttpResponse<String> answer = old.get("/", "Bouncer-Token-Issued-At",
                    "" + Instant.now().getEpochSecond());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
            assertThat(answer.body()).contains("urn:bouncer:problem:token-invalidated", "Please sign in again.");
            assertThat(old.upgrade()).isEqualTo(401);
            assertThat(renewed.get("/").body()).isEqualTo("hello alice ");

            fleet.done(api, "DELETE", ALICE_S_TOKENS, "");
            assertThat(old.get("/").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NGINX", mode = EnumSource.Mode.EXCLUDE)
    void keeps_new_users_out_in_a_raid(ReverseProxy kind) throws Exception {
        Instant raid = Instant.now().minusSeconds(60);
        try (RunningProxy proxy = start(kind)) {
            Visitor member = new Visitor(proxy.uri(), "Bearer " + Fleet.tokenOfSeen("alice", raid.minusSeconds(1)));
            Visitor raider = new Visitor(proxy.uri(),
                    "Bearer " + Fleet.tokenOfSeen("alice", Instant.now().plusSeconds(1)));
            awaitLetIn(raider);
            fleet.done(api, "PUT", "/blocks/app/" + Fleet.APP, """
                    {"for":"1h","first_seen_after":"%s"}""".formatted(raid.truncatedTo(ChronoUnit.SECONDS)));
            assertThat(raider.get("/", "Bouncer-First-Seen", "1").statusCode()).isEqualTo(403);
            assertThat(visitor(kind, proxy, "alice").get("/").statusCode()).isEqualTo(403);
            assertThat(member.get("/").body()).isEqualTo("hello alice ");
        } finally {
            fleet.done(api, "DELETE", "/blocks/app/" + Fleet.APP, "");
        }
    }

    private static void isBlocked(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 3L);
        JsonNode problem = JsonMapper.builder().build().readTree(answer.body());
        assertThat(problem.path("type").asText()).isEqualTo("urn:bouncer:problem:blocked");
        assertThat(problem.path("message").asText()).isEqualTo("Zoë says \"out\".");
        assertThat(problem.path("until").asText()).endsWith("Z");
        assertThat(answer.body()).doesNotContain("spam");
    }

    @ParameterizedTest
    @EnumSource
    void no_client_talks_its_way_in(ReverseProxy kind) throws Exception {
        try (RunningProxy proxy = start(kind)) {
            Visitor alice = visitor(kind, proxy, "alice");
            awaitLetIn(alice);
            String[][] lies = {{"Bouncer-Subject", "user=bob"}, {"X-Real-IP", "192.0.2.1"}, {"X-User", "bob"},
                    {"X-Forwarded-For", "192.0.2.1"}, {"X-Original-URI", "/"}, {"bouncer-subject", ""}};
            for (String[] lie : lies)
                assertThat(alice.get("/", lie).body()).as(lie[0]).isEqualTo("hello alice ");

            for (String subject : new String[]{"user/alice", "ip/127.0.0.1"}) {
                fleet.done(api, "PUT", "/blocks/" + subject, "");
                for (String[] lie : lies)
                    assertThat(alice.get("/", lie).statusCode()).as(lie[0]).isEqualTo(403);
                fleet.done(api, "DELETE", "/blocks/" + subject, "");
            }

            fleet.done(api, "PUT", ALICE, "");
            for (String path : new String[]{"/../blocks/user/alice", "/%2e%2e/blocks/user/alice",
                    "/..%2fblocks/user/alice", "/a/../../../chat/blocks/user/alice", "//blocks/user/alice"})
                assertThat(alice.raw("DELETE " + path)).as(path).isIn(400, 403);
            assertThat(fleet.call(api, "GET", ALICE, "").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void strangers_do_not_learn_who_is_blocked(ReverseProxy kind) throws Exception {
        try (RunningProxy proxy = start(kind)) {
            awaitLetIn(visitor(kind, proxy, "alice"));
            fleet.done(api, "PUT", ALICE, "");
            String forged = kind == ReverseProxy.NGINX
                    ? "Basic YWxpY2U6d3Jvbmc="
                    : kind.credentials("alice").replaceFirst(".{8}$", "AAAAAAAA");
            assertThat(new Visitor(proxy.uri(), forged).get("/").statusCode()).isEqualTo(401);
            assertThat(new Visitor(proxy.uri(), "").get("/").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_id_of_any_characters_is_asked_about_or_refused(ReverseProxy kind) throws Exception {
        try (RunningProxy proxy = start(kind)) {
            awaitLetIn(visitor(kind, proxy, "alice"));
            Visitor strange = visitor(kind, proxy, ReverseProxy.STRANGE_NAME);
            // nginx cannot escape.
            boolean escapes = kind != ReverseProxy.NGINX;
            assertThat(strange.get("/").statusCode()).isEqualTo(escapes ? 200 : 503);
            fleet.done(api, "PUT", "/blocks/user/a%2Cuser%3Db%2541", "");
            assertThat(strange.get("/").statusCode()).isEqualTo(escapes ? 403 : 503);
            assertThat(visitor(kind, proxy, "bob").get("/").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lets_nobody_in_when_bouncer_does_not_tell(ReverseProxy kind) throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + RunningProxy.freePort());
        try (RunningProxy away = RunningProxy.start(kind, dir, application.uri(), nobody, Fleet.GUARD_SECRET)) {
            Visitor alice = visitor(kind, away, "alice");
            assertThat(alice.get("/").statusCode()).isEqualTo(503);
            assertThat(alice.upgrade()).isEqualTo(503);
        }
        try (RunningProxy refused = RunningProxy.start(kind, dir, application.uri(), api.uri(), "wrong")) {
            Visitor alice = visitor(kind, refused, "alice");
            // Envoy passes on what it is told.
            int status = kind == ReverseProxy.ENVOY ? 401 : 503;
            await().atMost(Duration.ofSeconds(15)).until(() -> alice.get("/").statusCode() == status);
            assertThat(alice.upgrade()).isEqualTo(status);
        }
    }
}
