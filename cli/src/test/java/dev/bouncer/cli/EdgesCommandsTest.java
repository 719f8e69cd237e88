package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bouncer.cli.client.FakeApi.Reply;
import dev.bouncer.cli.client.FakeApi.Request;
import org.junit.jupiter.api.Test;

/** The commands that tell of edges: what they have confirmed, who they are, and who is connected to them. */
class EdgesCommandsTest extends ApiTests {
    @Test
    void waitingSaysWhoHasConfirmed() {
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":true,\"edges\":3,\"sessions_closed\":4,\"slowest_ms\":7}"));

        assertThat(run("terminate", "alice", "--wait", "2s")).isZero();

        assertThat(api.requests().getFirst().path()).isEqualTo("/v1/apps/chat/sessions/user/alice?wait=2s");
        assertThat(terminal.out()).isEqualTo("terminated user alice\n");
        assertThat(terminal.err()).isEqualTo("enforced by 3 edges; sessions closed: 4, the slowest in 7 ms\n");
    }

    @Test
    void whatIsNotConfirmedInTimeIsDoneAllTheSameAndHasAStatusOfItsOwn() {
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":false,\"edges\":1,\"missing\":[\"edge-2\",\"edge-3\"],"
                + "\"silent\":[\"edge-3\"],\"sessions_closed\":0}"));

        assertThat(run("unblock", "alice", "--wait", "100ms")).isEqualTo(7);

        assertThat(terminal.out()).isEqualTo("unblocked user alice\n");
        assertThat(terminal.err()).isEqualTo(
                "confirmed by 1 edge in time, not by edge-2, edge-3 (silent); it stands all the same\n");
    }

    @Test
    void whoeverWatchesSeesTheEdgesConfirmWhatIsGivenOnce() {
        terminal.watch();
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":false,\"edges\":1,\"missing\":[\"edge-2\"]}"))
                .next(Reply
                        .ok("{\"command\":\"x\",\"enforced\":false,\"confirmed\":[\"edge-1\"],\"missing\":[\"edge-2\"],"
                                + "\"silent\":[\"edge-2\"],\"sessions_closed\":0}"))
                .next(Reply
                        .ok("{\"command\":\"x\",\"enforced\":true,\"confirmed\":[\"edge-1\",\"edge-2\"],\"missing\":[],"
                                + "\"silent\":[],\"sessions_closed\":4,\"slowest_ms\":7}"));

        assertThat(run("terminate", "alice", "--wait", "2s")).isZero();

        assertThat(api.requests()).extracting(Request::path).containsExactly(
                "/v1/apps/chat/sessions/user/alice?wait=250ms", "/v1/apps/chat/commands/x?wait=250ms",
                "/v1/apps/chat/commands/x?wait=250ms");
        assertThat(terminal.err()).isEqualTo("\r\033[Kconfirmed by 1 edge, waiting for edge-2"
                + "\r\033[Kconfirmed by 1 edge, waiting for edge-2 (silent)\r\033[K"
                + "enforced by 2 edges; sessions closed: 4, the slowest in 7 ms\n");
    }

    @Test
    void whatIsGivenStandsWhereItCannotBeToldHowFarItHasCome() {
        terminal.watch();
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":false,\"edges\":1,\"missing\":[\"edge-2\"]}"))
                .next(Reply.problem(404, "no-such-command", "No such command", "no command of that id"));

        assertThat(run("unblock", "alice", "--wait", "2s")).isEqualTo(7);

        assertThat(terminal.out()).isEqualTo("unblocked user alice\n");
        assertThat(terminal.err()).contains("how far it has come cannot be told: ")
                .endsWith("it stands all the same\n");
    }

    @Test
    void operatorsSeeTheEdgesAndForgetOne() {
        api.next(Reply.ok("{\"edges\":[{\"edge\":\"edge-1\",\"version\":\"1\",\"started_at\":\"T\",\"ready\":true,"
                + "\"silent\":false,\"silent_ms\":412,\"counted\":true},{\"edge\":\"edge-2\",\"version\":\"1\","
                + "\"started_at\":\"T\",\"ready\":true,\"silent\":true,\"silent_ms\":61000,\"counted\":false}]}"))
                .next(Reply.ok("{\"edge\":\"edge-2\"}"));

        assertThat(run("edges", "list")).isZero();
        assertThat(run("edges", "forget", "edge-2")).isZero();
        api.next(Reply.ok("{\"edge\":\"edge-3\"}"));
        assertThat(run("edges", "forget", "--json", "edge-3")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                EDGE    STATE           LAST HEARD  STARTED  VERSION
                edge-1  ready           0 s ago     T        1
                edge-2  silent, fenced  61 s ago    T        1
                forgot edge-2
                {"edge":"edge-3"}
                """);
        assertThat(api.requests()).extracting(request -> request.method() + ' ' + request.path())
                .containsExactly("GET /v1/edges", "DELETE /v1/edges/edge-2", "DELETE /v1/edges/edge-3");
    }

    @Test
    void sessionsAreListedPageByPage() {
        api.next(Reply.ok("{\"sessions\":[{\"edge\":\"edge-1\",\"session\":\"S1\",\"since\":\"T\",\"subjects\":["
                + "{\"kind\":\"user\",\"id\":\"alice\"},{\"kind\":\"ip\",\"id\":\"192.0.2.7\"}],\"protocol\":\"gateway\","
                + "\"route\":\"chat\",\"user_agent\":\"a\\nb\"}],\"edges\":2,\"unanswered\":[],\"next\":\"S1\"}"))
                .next(Reply.ok("{\"sessions\":[{\"edge\":\"edge-2\",\"session\":\"S2\",\"since\":\"T\",\"subjects\":[],"
                        + "\"protocol\":\"native\"}],\"edges\":2,\"unanswered\":[]}"));

        assertThat(run("sessions", "a/b")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                SESSION  EDGE    SINCE  PROTOCOL      SUBJECTS                  USER AGENT
                S1       edge-1  T      gateway chat  user alice, ip 192.0.2.7  a\\nb
                S2       edge-2  T      native
                """);
        assertThat(terminal.err()).isEmpty();
        assertThat(api.requests()).extracting(Request::path).containsExactly(
                "/v1/apps/chat/sessions/user/a%2Fb?limit=100", "/v1/apps/chat/sessions/user/a%2Fb?limit=99&after=S1");
    }

    @Test
    void edgesThatDoNotTellTheirSessionsAreNamed() {
        api.next(Reply.ok("{\"sessions\":[{\"session\":\"S1\"}],\"edges\":2,\"unanswered\":[\"edge-2\"],"
                + "\"why\":{\"edge-2\":\"no-answer\"},\"next\":\"S1\"}"));

        assertThat(run("sessions", "--edge", "edge-2", "--limit", "1", "--json")).isEqualTo(7);

        assertThat(terminal.out()).isEqualTo("{\"session\":\"S1\"}\n");
        assertThat(terminal.err())
                .isEqualTo("There are more: --limit or --all shows them.\nnot told by edge-2: no-answer\n");
        assertThat(api.requests().getFirst().path()).isEqualTo("/v1/apps/chat/sessions?edge=edge-2&limit=1");
    }

    @Test
    void sessionsAreOfASubjectOrOfAnEdge() {
        for (String[] args : new String[][]{{"sessions"}, {"sessions", "alice", "--edge", "edge-1"}}) {
            terminal.clear();
            assertThat(run(args)).isEqualTo(2);
            assertThat(terminal.err()).isEqualTo("bouncer: expected either the ID of a subject or --edge\n");
        }
        assertThat(api.requests()).isEmpty();
    }
}
