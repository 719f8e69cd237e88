package dev.bouncer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.bouncer.api.RunningApi;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client with the API as it is. */
class BouncerClientTest {
    private static final Subject ALICE = Subject.user("alice");

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final BouncerClient client = client(RunningApi.BACKEND);

    private BouncerClient client(String secret) {
        return BouncerClient.to(api.uri(), "chat", secret).build();
    }

    @Test
    void aBlockIsGivenFoundListedCheckedAndLifted() {
        Receipt given = client.give(Block.of(ALICE).lasting(Duration.ofHours(2)).because("spam wave 12").saying("No."));
        Entry found = client.findBlock(ALICE).orElseThrow();
        assertThat(found).isEqualTo(new Entry(ALICE, RunningApi.NOW, null, RunningApi.NOW.plusSeconds(7200),
                "spam wave 12", "No.", "backend", given.command()));
        assertThat(client.blocks(Listing.ALL).items()).containsExactly(found);
        assertThat(client(RunningApi.GUARD).check(List.of(ALICE, Subject.ip("192.0.2.7"))))
                .isEqualTo(new Verdict(Verdict.Answer.BLOCKED, RunningApi.NOW.plusSeconds(7200), "No."));

        client.give(Unblock.of(ALICE).because("appeal"));
        assertThat(client.findBlock(ALICE)).isEmpty();
        assertThat(client(RunningApi.GUARD).check(List.of(ALICE)).isAllowed()).isTrue();
        assertThat(api.log()).extracting(Command::reason).containsExactly("spam wave 12", "appeal");
    }

    @Test
    void aBlockOfTheAppSaysWhomItIsFor() {
        client.give(
                Block.of(Subject.app("chat")).until(RunningApi.NOW.plusSeconds(60)).except(List.of(ALICE)).atRate(200)
                        .ofThoseFirstSeenAfter(RunningApi.NOW.minusSeconds(60)));
        assertThat(api.log()).singleElement().isInstanceOfSatisfying(Command.Block.class, block -> {
            assertThat(block.reach().except()).containsExactly(
                    new dev.bouncer.contract.Subject(SubjectKind.USER, "alice"));
            assertThat(block.reach().rate()).isEqualTo(200);
            assertThat(block.reach().firstSeenAfter()).isEqualTo(RunningApi.NOW.minusSeconds(60));
        });
    }

    @Test
    void anInvalidationIsGivenFoundListedCheckedAndLifted() {
        Instant before = RunningApi.NOW.minusSeconds(10);
        client.give(Invalidate.of(ALICE).issuedBefore(before).lasting(Duration.ofDays(1)).saying("Sign in again."));
        assertThat(client.findInvalidation(ALICE).orElseThrow().issuedBefore()).isEqualTo(before);
        assertThat(client.invalidations(Listing.ALL.of(Subject.Kind.USER)).items()).hasSize(1);
        assertThat(client.check(List.of(ALICE), before.minusSeconds(1)))
                .isEqualTo(new Verdict(Verdict.Answer.TOKEN_INVALIDATED, null, "Sign in again."));
        assertThat(client.check(List.of(ALICE), before).isAllowed()).isTrue();
        client.liftInvalidation(ALICE, How.safely());
        assertThat(client.findInvalidation(ALICE)).isEmpty();
    }

    @Test
    void aTerminateIsForTheSessionsThatItNames() {
        UUID session = UUID.randomUUID();
        client.give(Terminate.of(ALICE).only(List.of(session)).closingWith(4500, "elsewhere").because("one device"));
        assertThat(api.log()).singleElement().isInstanceOfSatisfying(Command.Terminate.class, terminate -> {
            assertThat(terminate.termination().only()).containsExactly(session);
            assertThat(terminate.termination().close()).extracting("code").isEqualTo(4500);
        });
        assertThatThrownBy(() -> Terminate.of(ALICE).only(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theAnswerMayWaitForTheEdges() {
        assertThat(client.give(Block.of(ALICE)).enforcement()).isNull();
        // This node has heard of no edge yet, and refuses to wait: certainly nothing is done, however long it is tried.
        BouncerClient hasty = BouncerClient.to(api.uri(), "chat", RunningApi.BACKEND).deadline(Duration.ofMillis(100))
                .build();
        assertThatThrownBy(() -> hasty.give(Terminate.of(ALICE), How.waiting(Duration.ofMillis(50))))
                .isInstanceOfSatisfying(UnavailableException.class,
                        e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_READY));
        assertThat(api.log()).hasSize(1);
    }

    @Test
    void ofManyCommandsEachHasItsResult() {
        List<LineResult> results = client.giveEach(List.of(Block.of(ALICE), Terminate.of(Subject.ip("nowhere")),
                Unblock.of(Subject.device("d/1"))), How.safely());
        assertThat(results).extracting(LineResult::outcome).containsExactly(LineResult.Outcome.ACCEPTED,
                LineResult.Outcome.REJECTED, LineResult.Outcome.ACCEPTED);
        assertThat(results.get(1).error()).contains("nowhere");
        assertThat(api.log()).extracting(command -> command.subject().subject().id()).containsExactly("alice", "d/1");
        assertThat(client.giveEach(List.of(), How.safely())).isEmpty();
    }

    @Test
    void theSameIsSaidOfManySubjectsOrOfNone() {
        List<Subject> subjects = IntStream.range(0, 100).mapToObj(i -> Subject.user("user " + i)).toList();
        assertThat(client.giveAll(Block.of(ALICE).lasting(Duration.ofMinutes(5)), subjects, How.safely()).commands())
                .hasSize(100).doesNotHaveDuplicates();
        Page<Entry> page = client.blocks(Listing.ALL.startingWith("user ").limit(60));
        assertThat(page.items()).hasSize(60);
        assertThat(client.blocks(Listing.ALL.startingWith("user ").after(String.valueOf(page.next()))).items())
                .hasSize(40).doesNotContainAnyElementsOf(page.items());
        RefusedException refused = catchThrowableOfType(RefusedException.class,
                () -> client.giveAll(Unblock.of(ALICE), List.of(ALICE, Subject.ip("no")), How.safely()));
        assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
        assertThat(refused).hasMessageContaining("subjects[1]");
        assertThat(api.log()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", ".", "%2F", "ä ö+?&#", "😀", "a\"b\\"})
    void anIdArrivesAsItIs(String id) {
        client.give(Block.of(Subject.user(id)));
        assertThat(client.findBlock(Subject.user(id)).orElseThrow().subject().id()).isEqualTo(id);
        assertThat(client.check(List.of(Subject.user(id))).isAllowed()).isFalse();
        assertThat(client.blocks(Listing.ALL.startingWith(id)).items()).hasSize(1);
    }

    @Test
    void whatIsRefusedSaysWhy() {
        assertRefused(client("wrong"), ProblemType.UNAUTHENTICATED);
        assertRefused(client(RunningApi.READER), ProblemType.MISSING_SCOPE);
        assertRefused(client(RunningApi.OTHER_APP), ProblemType.NO_SUCH_APP);
        How how = How.safely();
        client.give(Block.of(ALICE), how);
        assertThatThrownBy(() -> client.give(Block.of(Subject.user("bob")), how))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED);
                    assertThat(e.problem()).extracting(Problem::status).isEqualTo(422);
                });
        assertThatThrownBy(() -> client.history(ALICE, 10)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.type()).isEqualTo(ProblemType.HISTORY_NOT_CONFIGURED));
    }

    private static void assertRefused(BouncerClient by, ProblemType type) {
        assertThatThrownBy(() -> by.give(Block.of(ALICE))).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.type()).isEqualTo(type));
    }

    @Test
    void nothingTellsTheSecret() {
        ClientBuilder builder = BouncerClient.to(URI.create("http://127.0.0.1:1/"), "chat", "top-secret");
        assertThat(builder.toString()).isEqualTo("ClientBuilder[http://127.0.0.1:1, app=chat]");
        assertThat(builder.build().toString()).isEqualTo("BouncerClient[http://127.0.0.1:1, app=chat]");
        assertThatThrownBy(() -> BouncerClient.to(api.uri(), "chat", "top secret")).hasMessageNotContaining("top");
        assertThatThrownBy(() -> client("top-secret").findBlock(ALICE)).hasMessageNotContaining("top-secret");
    }

    @Test
    void theProblemsAreThoseOfTheApi() {
        assertThat(Arrays.stream(ProblemType.values()).filter(type -> type != ProblemType.OTHER)
                .map(ProblemType::uri)).containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(dev.bouncer.api.http.ProblemType.values())
                                .map(dev.bouncer.api.http.ProblemType::uri).toList());
    }
}
