package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bouncer.api.RunningApi;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.Rate;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Readiness;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a file is done, once that is confirmed, and what is said of it. */
class ImportTest {
    @AutoClose
    private final RunningConsole console = new RunningConsole();
    private final Browser browser = console.signedIn(RunningApi.CONSOLE_MODERATOR);
    private final Importing importing = new Importing(browser);

    @Test
    void whatIsConfirmedIsDoneByWhoeverHasSignedIn() {
        console.api.store.put(new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, "known"), new UUID(0, 1),
                RunningApi.NOW, null, "spam", null, "backend-1"));
        Browser.Page page = importing.preview("""
                user,"a ""<b>"" & c",2026-11-02T00:00:00Z,"two
                lines",mod-7,,,Bye.
                user,known,,spam,,,,
                ip,192.0.2.0/24,,,,,2026-01-01T00:00:00Z,
                user,known,,sorry,mona,unblock,,
                """);
        assertThat(page.text()).contains("it was mona , also of 1 row that names somebody else.");
        console.api.now.set(RunningApi.NOW.plusSeconds(300));
        Browser.Page done = importing.confirm(page);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(console.api.publisher.log()).hasSize(3).allSatisfy(command -> {
            assertThat(command.actor()).isEqualTo("mona");
            assertThat(done.text()).contains(command.id().toString());
        });
        assertThat(console.api.publisher.log().getFirst()).isInstanceOfSatisfying(Command.Block.class, block -> {
            assertThat(block.subject().subject().id()).isEqualTo("a \"<b>\" & c");
            assertThat(block.reason()).isEqualTo("two\nlines");
            assertThat(block.message()).isEqualTo("Bye.");
            assertThat(block.expiresAt()).isEqualTo("2026-11-02T00:00:00Z");
            assertThat(block.issuedAt()).as("when it was shown").isEqualTo(RunningApi.NOW);
        });
        assertThat(console.api.publisher.log().get(1).issuedAt()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(done.text()).contains("3 commands accepted , 0 rows refused, 1 row left out");
        assertThat(done.body()).contains("href=\"/console/apps/chat/feed\"")
                .contains("&amp;done=" + console.api.publisher.log().getFirst().id());
        assertThat(browser.get("/console/apps/chat/subject?kind=user&id=known").text()).contains("Not blocked");
    }

    @Test
    void aCommandOfAFileKeepsItsIdAndALengthCountsFromWhenItWasShown() {
        Browser.Page page = importing.preview("ndjson", """
                {"id":"0198c1a0-0000-7000-8000-000000000000","type":"block","subject":{"kind":"user","id":"a"},"for":"2h"}

                {"type":"block","subject":{"kind":"user","id":"b"},"for":"2x"}
                """);
        assertThat(page.text()).contains("1 block user a 2026-11-01 14:00:00 UTC 2 h 0 min blocks")
                .contains("3 for: expected a duration like");
        console.api.now.set(RunningApi.NOW.plusSeconds(300));
        var _ = importing.confirm(page);
        assertThat(console.api.publisher.log()).singleElement().isInstanceOfSatisfying(Command.Block.class, block -> {
            assertThat(block.id()).isEqualTo(UUID.fromString("0198c1a0-0000-7000-8000-000000000000"));
            assertThat(block.expiresAt()).isEqualTo(RunningApi.NOW.plus(Duration.ofHours(2)));
        });
    }

    @Test
    void confirmingTwiceDoesNothingTwice() {
        Browser.Page page = importing.preview("user,alice,,,,,,\nuser,alice,,,,unblock,,\nuser,bob,,,,,,\n");
        String first = importing.confirm(page).text();
        console.api.now.set(RunningApi.NOW.plusSeconds(5));
        assertThat(importing.confirm(page).text()).isEqualTo(first);
        assertThat(console.api.publisher.log()).hasSize(3);
        assertThat(importing.preview("user,bob,,,,,,\n").text()).contains("nothing: it is so already 1 ");
    }

    @Test
    void anotherNodeGivesTheSameCommands() {
        Browser.Page page = importing.preview("user,alice,,,,,,\nuser,bob,,,,terminate,,\n");
        var _ = importing.confirm(page);
        try (RunningConsole other = new RunningConsole()) {
            Browser there = other.browser();
            there.cookies.putAll(browser.cookies);
            assertThat(there.postParts(Importing.PAGE, page.form(Importing.PAGE), null).status()).isEqualTo(200);
            assertThat(other.api.publisher.log()).isEqualTo(console.api.publisher.log());
        }
    }

    @Test
    void whoWasLetInSinceIsBlockedAgainByTheSameFile() {
        var _ = importing.confirm(importing.preview("user,alice,,,,,,\n"));
        var _ = importing.confirm(importing.preview("user,alice,,,,unblock,,\n"));
        var _ = importing.confirm(importing.preview("user,alice,,,,,,\n"));
        assertThat(console.api.publisher.log()).extracting(Command::id).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void whatTheLogDoesNotTakeIsSaidAndSentAgain() {
        Browser.Page page = importing.preview("user,a,,,,,,\nuser,b,,,,,,\nuser,a,,,,unblock,,\n");
        console.api.publisher.failAfter(1, new Outcome.NotDone("Kafka is away"));
        Browser.Page failed = importing.confirm(page);
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.text()).contains("1 command accepted",
                "2 commands are not known to be on the log: Kafka is away.");
        assertThat(console.api.publisher.log()).hasSize(1);
        console.api.publisher.recover();
        assertThat(importing.confirm(failed).text()).contains("3 commands accepted");
        assertThat(console.api.publisher.log()).extracting(command -> command.subject().subject().id())
                .containsExactly("a", "b", "a");
    }

    @Test
    void asManyCommandsAsABulkRequestMayHaveAreTakenAndNotOneMore() {
        String most = IntStream.range(0, 10_000).mapToObj(i -> "user,u" + i + ",,,,,,\n").collect(Collectors.joining());
        assertThat(importing.confirm(importing.preview(most)).text()).contains("10,000 commands accepted");
        assertThat(console.api.publisher.log()).hasSize(10_000);
        assertThat(importing.preview(most + "user,one,,,,,,\n").text()).contains(
                "file: expected at most 10,000 commands; ./bouncer import on the command line takes files of any size");
        Map<String, String> forged = importing.preview("user,a,,,,,,\n").form(Importing.PAGE);
        forged.put("commands", forged.getOrDefault("commands", "").repeat(10_001));
        assertThat(browser.postParts(Importing.PAGE, forged, null).text()).contains("commands: expected at most 10000");
        assertThat(console.api.publisher.log()).hasSize(10_000);
    }

    @Test
    void aViewerDoesNotSeeItAndIsRefused() {
        assertThat(browser.get("/console/apps/chat/blocks").body()).contains("href=\"" + Importing.PAGE + '"');
        Map<String, String> form = importing.preview("user,a,,,,,,\n").form(Importing.PAGE);
        Browser viewer = console.signedIn(RunningApi.CONSOLE_VIEWER);
        Browser.Page blocks = viewer.get("/console/apps/chat/blocks");
        assertThat(blocks.body()).doesNotContain(Importing.PAGE);
        form.put("csrf", blocks.form("/console/sign-out").getOrDefault("csrf", ""));
        assertThat(viewer.get(Importing.PAGE).status()).isEqualTo(403);
        assertThat(
                viewer.postParts(Importing.PREVIEW, form, Importing.HEADER.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(403);
        Browser.Page refused = viewer.postParts(Importing.PAGE, form, null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("this needs the role moderator, and you are a viewer of chat");
        assertThat(console.api.publisher.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Importing.PREVIEW, Importing.PAGE})
    void aFormWithoutTheSessionsTokenIsRefused(String path) {
        Map<String, String> form = new LinkedHashMap<>(importing.preview("user,a,,,,,,\n").form(Importing.PAGE));
        form.putAll(Map.of("format", "csv", "text", Importing.HEADER));
        String own = form.getOrDefault("csrf", "");
        form.remove("csrf");
        assertThat(browser.postParts(path, form, null).status()).isEqualTo(403);
        form.put("csrf",
                console.signedIn(RunningApi.CONSOLE_MODERATOR).get(Importing.PAGE).form(Importing.PREVIEW)
                        .getOrDefault("csrf", ""));
        assertThat(browser.postParts(path, form, null).status()).isEqualTo(403);
        form.put("csrf", own);
        assertThat(browser.postParts(path, form, null, "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(console.api.publisher.log()).isEmpty();
        assertThat(browser.postParts(path, form, null).status()).isEqualTo(200);
        assertThat(browser.post(path, form).text()).contains("Content-Type: expected multipart/form-data");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"id\":\"0198c1a0-0000-7000-8000-000000000000\",\"type\":\"terminate\",\"subject\":{\"kind\":\"user\",\"id\":\"a\"},\"actor\":\"victor\"}|actor: expected whoever has signed in",
            "{\"type\":\"terminate\",\"subject\":{\"kind\":\"user\",\"id\":\"a\"}}|id: expected one in each line, got none",
            "``|commands: expected some, got none", "nonsense|expected a JSON object"})
    void commandsThatNoPreviewHasMadeAreRefused(String commands, String said) {
        Map<String, String> form = importing.preview("user,b,,,,,,\n").form(Importing.PAGE);
        form.merge("commands", commands, (shown, forged) -> forged.isEmpty() ? "" : shown + forged);
        Browser.Page refused = browser.postParts(Importing.PAGE, form, null);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains(said);
        assertThat(console.api.publisher.log()).isEmpty();
    }

    @Test
    void importsHaveTheRateOfTheKeyAndANodeThatIsReady() {
        try (RunningConsole limited = new RunningConsole(RunningConsole.CONFIG,
                new CallerLimits(new Rate(3, Duration.ofHours(1)), Rate.UNLIMITED))) {
            Browser moderator = limited.signedIn(RunningApi.CONSOLE_MODERATOR);
            Map<String, String> form = new LinkedHashMap<>(moderator.get(Importing.PAGE).form(Importing.PREVIEW));
            form.putAll(Map.of("format", "csv", "text", Importing.HEADER));
            assertThat(moderator.postParts(Importing.PREVIEW, form, null).status()).isEqualTo(200);
            assertThat(moderator.postParts(Importing.PREVIEW, form, null).status()).isEqualTo(200);
            assertThat(moderator.postParts(Importing.PREVIEW, form, null).status()).isEqualTo(429);
        }
        Browser.Page page = importing.preview("user,a,,,,,,\n");
        console.api.readiness.set(Readiness.CATCHING_UP);
        assertThat(importing.confirm(page).status()).isEqualTo(503);
        assertThat(importing.preview("user,a,,,,,,\n").status()).isEqualTo(503);
        assertThat(console.api.publisher.log()).isEmpty();
    }
}
