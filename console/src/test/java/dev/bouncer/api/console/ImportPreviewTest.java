package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import dev.bouncer.api.RunningApi;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file would do, as it is said before anything is done. */
class ImportPreviewTest {
    private static final Instant SINCE = RunningApi.NOW.minusSeconds(60);

    @AutoClose
    private final RunningConsole console = new RunningConsole();
    private final Browser browser = console.signedIn(RunningApi.CONSOLE_MODERATOR);
    private final Importing importing = new Importing(browser);

    private void blocked(String user, @Nullable Instant end) {
        console.api.store.put(new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, user), new UUID(0, 1), SINCE, end,
                "spam", null, "backend-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "user,new,,,,,,                                     |blocks                                  |Block 1 user",
            "ip,192.0.2.7,2026-11-01T12:00:01Z,,,,,             |blocks                                  |Block 1 address",
            "user,hour,2026-11-01T13:00:01Z,spam,,,,            |extends the block                       |Extend 1 block",
            "user,hour,,spam,,,,                                |extends the block                       |Extend 1 block",
            "user,hour,2026-11-01T12:59:59Z,spam,,,,            |shortens the block                      |Shorten 1 block",
            "user,ever,2026-11-01T13:00:00Z,spam,,,,            |shortens the block                      |Shorten 1 block",
            "user,hour,2026-11-01T13:00:00Z,insults,,,,         |says anew why, or for whom              |Reword 1 block",
            "user,hour,2026-11-01T13:00:00Z,spam,,,,Bye.        |says anew why, or for whom              |Reword 1 block",
            "user,hour,2026-11-01T12:00:00Z,spam,,,,            |lifts the block                         |Lift 1 block",
            "user,hour,,,,unblock,,                             |lifts the block                         |Lift 1 block",
            "user,new,,,,terminate,,                            |closes the sessions                     |Close the sessions of 1 user",
            "user,hour,2026-11-01T13:00:00Z,spam,x,,,           |nothing: it is so already               |",
            "user,ever,,spam,,,2026-11-01T11:59:00Z,            |nothing: it is so already               |",
            "user,hour,,spam,,,2026-11-01T11:58:59Z,            |nothing: older than what is in force    |",
            "user,hour,,,,unblock,2026-11-01T11:58:59Z,         |nothing: older than what is in force    |",
            "user,new,2026-11-01T12:00:00Z,,,,,                 |nothing: it has ended                   |",
            "user,new,,,,unblock,,                              |nothing: no block is in force           |"})
    void aRowsEffectIsSaidAndNothingIsDone(String row, String effect, @Nullable String button) {
        blocked("hour", RunningApi.NOW.plusSeconds(3600));
        blocked("ever", null);
        Browser.Page page = importing.preview(row + '\n');
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.text()).contains("Effect Rows " + effect + " 1 ");
        assertThat(page.body()).contains("<td>" + effect + "</td>");
        if (button == null) {
            assertThat(page.text()).contains("There is nothing to do.");
            assertThat(page.body()).doesNotContain("name=\"commands\"");
        } else {
            assertThat(page.body()).contains("<button type=\"submit\">" + button + "</button>");
            assertThat(page.text()).contains("The audit log says that it was mona .", "Back, do nothing");
        }
        assertThat(console.api.publisher.log()).isEmpty();
    }

    @Test
    void theBlockOfARangeIsAnotherOne() {
        console.api.view.apply(new Command.Block(new UUID(0, 2), SubjectKey.of("chat", SubjectKind.IP, "192.0.2.0/24"),
                null, null, null, "x", SINCE), new Position(0, 0), RunningApi.NOW);
        assertThat(importing.preview("ip,192.0.2.7,,,,,,\nip,192.0.2.9/24,,,,,,\n").text())
                .contains("2 block ip 192.0.2.7 for ever blocks",
                        "3 block ip 192.0.2.0/24 for ever nothing: it is so already");
    }

    @Test
    void whatRowsFurtherUpDoCounts() {
        String text = importing.preview("""
                user,a,,,,,,
                user,a,,,,,,
                user,a,,,,unblock,,
                user,a,2026-11-02T00:00:00Z,,,,2026-11-01T11:00:00Z,
                user,a,,,,,,
                device,b,,,,terminate,,
                """).text();
        assertThat(text).contains("2 block user a for ever blocks", "3 block user a for ever nothing: it is so already",
                "4 unblock user a lifts the block",
                "5 block user a 2026-11-02 00:00:00 UTC 12 h 0 min nothing: older than what is in force",
                "6 block user a for ever nothing: the same row stands above")
                .contains("Block 1 user, lift 1, close the sessions of 1");
    }

    @Test
    void rowsThatAreNoneAreRefusedAndCostNothingElse() {
        Browser.Page page = importing.preview("""
                user,alice,,,,,,
                user,,,,,,,
                pet,rex,,,,,,
                user,bob,soon,,,,,
                user,bob
                app,other,,,,,,
                user,carol,,,,,,
                """);
        assertThat(page.text()).contains("blocks 2 refused 5 ").contains("3 id: expected something, got nothing",
                "4 subject kind: expected", "5 expires_at: expected", "6 expected 8 fields, got 2",
                "7 subject").contains("Block 2 users");
        Browser.Page done = importing.confirm(page);
        assertThat(done.text()).contains("2 commands accepted , 5 rows refused, 0 rows left out");
        assertThat(console.api.publisher.log()).extracting(command -> command.subject().subject().id())
                .containsExactly("alice", "carol");
    }

    @Test
    void bytesThatAreNoTextCostTheirRow() {
        byte[] file = (Importing.HEADER + "user,al?ice,,,,,,\nuser,Zoë,,,,,,\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < file.length; i++)
            if (file[i] == '?') file[i] = (byte) 0xff;
        Browser.Page page = importing.preview("csv", "", file);
        assertThat(page.text()).contains("2 id: expected UTF-8, got other bytes").contains("Block 1 user");
        var _ = importing.confirm(page);
        assertThat(console.api.publisher.log()).extracting(command -> command.subject().subject().id())
                .containsExactly("Zoë");
    }

    @Test
    void theLogOfAWikiAndPackedFilesAreRead() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("""
                    logid,title,params,type,action,user,timestamp,comment
                    1,User:alice,{},block,block,Ali,2021-05-01T00:00:03Z,vandal
                    2,,,block,block,Ali,2021-05-01T00:00:04Z,hidden
                    """.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(importing.preview("mediawiki-block-log", "", packed.toByteArray()).text()).contains("Block 1 user")
                .contains("3 the source hides the subject's name");
        assertThat(importing.preview("csv", "", new byte[]{0x1f, (byte) 0x8b, 0, 0}).status()).isEqualTo(400);
    }

    @Test
    void theFirstHundredAreShownAndAllAreCounted() {
        String rows = IntStream.range(0, 150).mapToObj(i -> "user,u" + i + ",,,,,,\npet,p" + i + ",,,,,,\n")
                .collect(Collectors.joining());
        Browser.Page page = importing.preview(rows);
        assertThat(page.text()).contains("blocks 150 refused 150", "Block 150 users")
                .contains("These are the first 100 of 150.");
        assertThat(page.body().split("<td>blocks</td>", -1)).hasSize(101);
        assertThat(page.body().split("<td class=\"prose\">subject kind", -1)).hasSize(101);
        assertThat(importing.confirm(page).text()).contains("150 commands accepted", "These are the first 100 of 150.");
        assertThat(console.api.publisher.log()).hasSize(150);
    }

    @Test
    void largeFilesAreForTheCommandLine() throws IOException {
        byte[] file = new byte[(1 << 20) + 1];
        Arrays.fill(file, (byte) '\n');
        assertTooLarge(importing.preview("ndjson", "", file), "file: expected at most 1,048,576 bytes");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(file);
        }
        assertTooLarge(importing.preview("ndjson", "", packed.toByteArray()), "file: expected at most 1,048,576 bytes");
        assertTooLarge(importing.preview("ndjson", "", new byte[2 << 20]), "expected at most 2097152 bytes");
        // Each of its characters takes six in JSON.
        String row = "user,u%d,,\"" + "\u0001".repeat(1_990) + "\",,,,\n";
        assertTooLarge(
                importing.preview(IntStream.range(0, 500).mapToObj(row::formatted).collect(Collectors.joining())),
                "file: expected commands of at most 4,194,304 characters together");
    }

    @Test
    void aFileThatSaysNothingIsSaidTo() {
        assertThat(importing.preview(Importing.HEADER).text()).contains("The file has no rows.");
        assertThat(importing.preview("csv", " \n").text()).contains("file: expected a file or its text, got none");
        assertThat(importing.preview("csv", Importing.HEADER, Importing.HEADER.getBytes(StandardCharsets.UTF_8)).text())
                .contains("got both");
        Browser.Page page = importing.preview("csv", "name,until\nalice,\n");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("file: expected a header with the columns id, kind, found none named id, kind")
                .contains("Nothing was done.");
        assertThat(importing.preview("xml", Importing.HEADER).text())
                .contains("format: expected mediawiki-block-log, csv or ndjson");
    }

    @Test
    void theWholeAppIsSaidToBeEverybody() {
        assertThat(importing.preview("app,chat,,,,,,\n").text()).contains("that is everybody who uses chat",
                "Block 1 app");
        assertThat(importing.preview("app,chat,,,,unblock,,\n").text()).doesNotContain("everybody");
    }

    private static void assertTooLarge(Browser.Page page, String said) {
        assertThat(page.status()).isEqualTo(413);
        assertThat(page.text()).contains(said + "; ./bouncer import on the command line takes files of any size");
    }
}
