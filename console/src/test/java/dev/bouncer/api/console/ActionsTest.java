package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.api.RunningApi;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.Rate;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Readiness;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands given in the console: what is said before, what is done, what is said after. */
class ActionsTest {
    private static final String ALICE = "/console/apps/chat/subject?kind=user&id=alice";
    private static final String CONFIRM = "/console/apps/chat/confirm";
    private static final String ACT = "/console/apps/chat/act";

    @AutoClose
    private final RunningConsole console = new RunningConsole();
    private final Browser browser = console.signedIn(RunningApi.CONSOLE_MODERATOR);

    private Browser.Page ask(String action, String... fields) {
        browser.get(ALICE);
        Map<String, String> more = new LinkedHashMap<>(Map.of("action", action));
        for (int i = 0; i < fields.length; i += 2)
            more.put(fields[i], fields[i + 1]);
        return browser.submit(CONFIRM, more);
    }

    private Command last() {
        return console.api.publisher.log().getLast();
    }

    @Test
    void aBlockIsConfirmedFirstAndSaysWhatWillHappen() {
        console.edge.session(1);
        console.edge.session(2);
        Browser.Page confirm = ask("block", "for", "1h", "reason", " spam ", "message", "Come back later.");
        assertThat(confirm.text()).contains("Block: user alice?")
                .contains("user alice may not connect to chat until 2026-11-01 13:00:00 UTC 1 h 0 min")
                .contains("There are 2 sessions now. All are closed, on every edge.")
                .contains("They are told: “Come back later.”")
                .contains("The audit log says that it was mona , because of: “spam”.");
        assertThat(console.api.publisher.log()).isEmpty();

        browser.submit(ACT, Map.of());
        assertThat(last()).isInstanceOfSatisfying(Command.Block.class, block -> {
            assertThat(block.actor()).isEqualTo("mona");
            assertThat(block.expiresAt()).isEqualTo(RunningApi.NOW.plus(Duration.ofHours(1)));
            assertThat(block.reason()).isEqualTo("spam");
            assertThat(block.message()).isEqualTo("Come back later.");
        });
        assertThat(console.api.publisher.toBeConfirmed()).isEqualTo(1);
        console.api.recent.read(new Decoded.Valid(last(), new Position(0, 0), RunningApi.NOW), true);
        console.api.recent.reported(
                new EnforcementReport(last().id(), "edge-1", 2, Duration.ofMillis(7), RunningApi.NOW));
        assertThat(browser.follow().text()).contains("Blocked: enforced by 1 of 1 edge, 2 sessions closed, 7 ms.")
                .contains("Blocked until 2026-11-01 13:00:00 UTC");
    }

    @Test
    void sendingAConfirmationTwiceIsOneCommand() {
        Browser.Page confirm = ask("block", "for", "1h");
        Map<String, String> form = confirm.form(ACT);
        String first = browser.post(ACT, form).location();
        console.api.now.set(RunningApi.NOW.plusSeconds(5));
        assertThat(browser.post(ACT, form).location()).isEqualTo(first);
        assertThat(console.api.publisher.log()).hasSize(1);
        ask("block", "for", "1h");
        browser.submit(ACT, Map.of());
        assertThat(console.api.publisher.log()).hasSize(2);
    }

    @Test
    void aBlockIsExtendedFromItsEndAndKeepsWhatItSaid() {
        act("block", "for", "1h", "reason", "spam", "message", "Bye.");
        console.api.now.set(RunningApi.NOW.plusSeconds(600));
        act("extend", "for", "1d");
        assertThat(last()).isInstanceOfSatisfying(Command.Block.class, block -> {
            assertThat(block.expiresAt()).isEqualTo(RunningApi.NOW.plus(Duration.ofHours(25)));
            assertThat(block.reason()).isEqualTo("spam");
            assertThat(block.message()).isEqualTo("Bye.");
        });
        act("extend", "for", "ever");
        assertThat(((Command.Block) last()).expiresAt()).isNull();
        assertThat(ask("extend", "for", "1d").text()).contains("expected a block with an end, got one for ever");
    }

    @Test
    void anotherBlockThanWasConfirmedIsNotExtended() {
        SubjectKey alice = SubjectKey.of("chat", SubjectKind.USER, "alice");
        console.api.store.put(new BlockEntry(alice, new UUID(0, 1), RunningApi.NOW, RunningApi.NOW.plusSeconds(60),
                null, null, "x"));
        ask("extend", "for", "1h");
        console.api.store.put(new BlockEntry(alice, new UUID(0, 2), RunningApi.NOW, RunningApi.NOW.plusSeconds(7_200),
                null, null, "y"));
        Browser.Page again = browser.submit(ACT, Map.of());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("Another block is in force than the one that you confirmed")
                .contains("until 2026-11-01 15:00:00 UTC");
        assertThat(console.api.publisher.log()).isEmpty();
        Map<String, String> form = again.form(ACT);
        assertThat(browser.post(ACT, form).status()).isEqualTo(303);
        assertThat(((Command.Block) last()).expiresAt()).isEqualTo(RunningApi.NOW.plusSeconds(10_800));
        assertThat(browser.post(ACT, form).status()).as("sent twice").isEqualTo(303);
        assertThat(console.api.publisher.log()).hasSize(1);
    }

    @Test
    void whomABlockOfTheAppIsForIsSaidBeforeAndAfter() {
        Reach reach = new Reach(Set.of(new Subject(SubjectKind.USER, "ann"), new Subject(SubjectKind.USER, "bob")),
                RunningApi.NOW, 50);
        console.api.store.put(new BlockEntry(SubjectKey.ofApp("chat"), new UUID(0, 1), RunningApi.NOW,
                RunningApi.NOW.plusSeconds(60), null, null, "x", null, reach));
        String words = "only for newcomers since 2026-11-01 12:00:00 UTC, except 2 subjects, 50 sessions closed a second "
                + "on each edge";
        assertThat(browser.get("/console/apps/chat/blocks").text()).contains(words);
        String app = "/console/apps/chat/subject?kind=app&id=chat";
        assertThat(browser.get(app).text()).contains("For " + words);
        assertThat(browser.submit(CONFIRM, Map.of("action", "block", "for", "10m")).text())
                .contains(words + ". This one will be for everybody, at once")
                .contains("This is for everybody who uses chat");
        browser.get(app);
        assertThat(browser.submit(CONFIRM, Map.of("action", "extend", "for", "10m")).text())
                .contains("Whoever the block is for may not connect", "It stays as it is: " + words)
                .doesNotContain("everybody", "All are closed");
    }

    private void act(String action, String... fields) {
        Browser.Page confirm = ask(action, fields);
        assertThat(confirm.status()).as(confirm.text()).isEqualTo(200);
        assertThat(browser.submit(ACT, Map.of()).status()).isEqualTo(303);
    }

    @Test
    void aBlockIsLifted() {
        act("block", "for", "ever");
        assertThat(ask("lift", "reason", "appeal").text()).contains("user alice may connect again at once.");
        browser.submit(ACT, Map.of());
        assertThat(last()).isInstanceOf(Command.Unblock.class);
        assertThat(last().reason()).isEqualTo("appeal");
        assertThat(browser.get(ALICE).text()).contains("Not blocked");
    }

    @Test
    void anIdWithASpaceAtItsEndIsAnotherSubject() {
        act("block", "for", "1h");
        assertThat(browser.get(ALICE).text()).contains("Blocked until");
        assertThat(browser.get(ALICE + "+").text()).contains("Not blocked");
        assertThat(browser.submit(CONFIRM, Map.of("action", "block", "for", "1h")).status()).isEqualTo(200);
        browser.submit(ACT, Map.of());
        assertThat(last().subject().subject().id()).isEqualTo("alice ");
        String blocks = "/console/apps/chat/blocks?order=key&prefix=";
        assertThat(browser.get(blocks + "alice").body()).contains("&amp;id=alice\"", "&amp;id=alice+\"");
        assertThat(browser.get(blocks + "alice+").body()).contains("&amp;id=alice+\"")
                .doesNotContain("&amp;id=alice\"");
    }

    @Test
    void sessionsAreClosedAndTokensInvalidated() {
        act("terminate");
        assertThat(last()).isInstanceOf(Command.Terminate.class);
        assertThat(ask("invalidate", "for", "7d").text())
                .contains("Tokens of user alice that were issued until now do not count any more, until 2026-11-08");
        browser.submit(ACT, Map.of());
        assertThat(last()).isInstanceOfSatisfying(Command.Invalidate.class,
                invalidate -> assertThat(invalidate.issuedBefore()).isEqualTo(RunningApi.NOW));
        assertThat(browser.get(ALICE).text()).contains("Tokens issued before 2026-11-01 12:00:00 UTC do not count")
                .contains("Let tokens count…");
        act("restore");
        assertThat(browser.get(ALICE).text()).doesNotContain("do not count");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"other|90m|13:30:00", "10m||12:10:00", "other|1h30m|13:30:00"})
    void lengthsArePresetOrTyped(String preset, String other, String end) {
        assertThat(ask("block", "for", preset, "other", other == null ? "" : other).text())
                .contains("until 2026-11-01 " + end);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"other|soon|expected a duration like 30s, 10m, 2h, 7d",
            "other||expected a duration", "0s|x|expected more than no time"})
    void aLengthThatIsNoneIsRefusedBeforeAnythingIsDone(String preset, String other, String said) {
        Browser.Page refused = ask("block", "for", preset, "other", other == null ? "" : other);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains(said).contains("Nothing was done.");
    }

    @ParameterizedTest
    @ValueSource(strings = {CONFIRM, ACT})
    void aViewerIsRefusedByTheServer(String path) {
        Browser viewer = console.signedIn(RunningApi.CONSOLE_VIEWER);
        String csrf = viewer.get("/console/apps/chat/blocks").form("/console/sign-out").getOrDefault("csrf", "");
        Browser.Page refused = viewer.post(path, Map.of("csrf", csrf, "action", "block", "kind", "user", "id", "alice",
                "for", "1h", "once", "x"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("this needs the role moderator, and you are a viewer of chat");
        assertThat(console.api.publisher.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {CONFIRM, ACT, "/console/sign-out"})
    void aFormWithoutTheSessionsTokenIsRefused(String path) {
        Map<String, String> form = Map.of("action", "block", "kind", "user", "id", "alice", "for", "1h", "once", "x");
        assertThat(browser.post(path, form).status()).isEqualTo(403);
        Map<String, String> others = new LinkedHashMap<>(form);
        others.put("csrf", console.signedIn(RunningApi.CONSOLE_MODERATOR).get(ALICE).form(CONFIRM).getOrDefault("csrf",
                ""));
        assertThat(browser.post(path, others).status()).isEqualTo(403);
        others.put("csrf", browser.get(ALICE).form(CONFIRM).getOrDefault("csrf", ""));
        assertThat(browser.post(path, others, "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(console.api.publisher.log()).isEmpty();
        assertThat(browser.post(path, others).status()).isLessThan(400);
    }

    @Test
    void commandsHaveTheRateOfTheKey() {
        try (RunningConsole limited = new RunningConsole(RunningConsole.CONFIG,
                new CallerLimits(new Rate(4, Duration.ofHours(1)), Rate.UNLIMITED))) {
            Browser moderator = limited.signedIn(RunningApi.CONSOLE_MODERATOR);
            for (int i = 0; i < 4; i++) {
                moderator.get(ALICE);
                assertThat(moderator.submit(CONFIRM, Map.of("action", "terminate")).status())
                        .isEqualTo(i < 3 ? 200 : 429);
            }
            assertThat(moderator.get(ALICE).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotDoneIsSaidToBe() {
        ask("block", "for", "1h");
        console.api.publisher.fail(new Outcome.NotDone("Kafka is away"), false);
        Browser.Page refused = browser.submit(ACT, Map.of());
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("Kafka is away; nothing was done, try again later");
        console.api.readiness.set(Readiness.CATCHING_UP);
        assertThat(browser.get(ALICE).status()).isEqualTo(503);
    }

    @Test
    void theWholeAppIsSaidToBeEverybody() {
        browser.get("/console/apps/chat/subject?kind=app&id=chat");
        assertThat(browser.submit(CONFIRM, Map.of("action", "block", "for", "10m")).text())
                .contains("Block: the app chat?").contains("This is for everybody who uses chat.");
    }
}
