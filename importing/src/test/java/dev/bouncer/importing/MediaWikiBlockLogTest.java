package dev.bouncer.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small file with every kind of dirt that the real one has, and some more. */
class MediaWikiBlockLogTest {
    private static final String HEADER = "logid,ns,title,pageid,logpage,params,type,action,user,timestamp,comment\n";
    private static final String DIRTY = HEADER + """
            1,2,User:192.0.2.7,0,0,"{'expiry': '2021-05-15T00:00:03Z'}",block,block,Bot,2021-05-01T00:00:03Z,proxy
            2,2,User:Zoë 王 👩‍🚀,0,0,{'duration': 'infinity'},block,block,Ali,2021-05-01T00:00:04Z,"two
            lines, and a ""quote\"""
            logid,ns,title,pageid,logpage,params,type,action,user,timestamp,comment
            3,2,User:2001:DB8:0:0:0:0:0:0/32,0,0,{},block,reblock,Ali,2021-05-01T00:00:05Z,
            4,2.0,User:alice,0.0,0.0,{},block,unblock,Ali,2021-05-01T00:00:06Z,sorry
            5,,,,,,block,block,Ali,2021-05-01T00:00:07Z,hidden
            logid,ns,title,pageid,logpage,params,type,action,user,timestamp,comment,actionhidden
            6,2,User:198.51.100.77/24,0,0,{'expiry': 'infinity'},block,block,Bot,2021-05-01T00:00:08Z,"{{ipblock}}
            <!-- a
            b -->",
            7,2,User:too,few
            8,2,User:bob,0,0,"{'expiry': 'soon'}",block,block,Bot,2021-05-01T00:00:09Z,x,
            9,2,User:eve,0,0,{},block,block,Bot,2021-05-01T00:00:10Z,x,
            """;

    @Test
    void everyRowIsWhatItIs() throws IOException {
        List<Row> rows = Rows.of(Format.MEDIAWIKI_BLOCK_LOG, DIRTY);

        assertThat(rows).extracting(row -> row.line() + " " + row.getClass().getSimpleName()).containsExactly(
                "2 Usable", "3 Usable", "5 RepeatedHeader", "6 Usable", "7 Usable", "8 Suppressed",
                "9 RepeatedHeader", "10 Usable", "13 Unreadable", "14 Unreadable", "15 Usable");
        assertThat(rows.get(8)).isEqualTo(new Row.Unreadable(13, "expected 12 fields, got 4"));
        assertThat(rows.get(9)).isEqualTo(new Row.Unreadable(14,
                "params: expiry: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'soon'"));
    }

    @Test
    void commandsSayWhatTheRowsSay() throws IOException {
        List<Draft> drafts = Rows.of(Format.MEDIAWIKI_BLOCK_LOG, DIRTY).stream().filter(Row.Usable.class::isInstance)
                .map(Rows::draft).toList();

        assertThat(drafts).extracting(draft -> draft.type() + " " + draft.subject()).containsExactly(
                "BLOCK ip:192.0.2.7", "BLOCK user:Zoë 王 👩‍🚀", "BLOCK ip:2001:db8::/32", "UNBLOCK user:alice",
                "BLOCK ip:198.51.100.0/24", "BLOCK user:eve");
        assertThat(drafts).extracting(Draft::expiresAt).containsExactly(Instant.parse("2021-05-15T00:00:03Z"), null,
                null, null, null, null);
        assertThat(drafts).extracting(Draft::reason).containsExactly("proxy", "two\nlines, and a \"quote\"", null,
                "sorry", "{{ipblock}}\n<!-- a\nb -->", "x");
        assertThat(drafts.getFirst().actor()).isEqualTo("Bot");
        assertThat(drafts.getFirst().issuedAt()).isEqualTo("2021-05-01T00:00:03Z");
    }

    @Test
    void idsAreThoseOfTheSourceForEver() throws IOException {
        List<UUID> ids = Rows.of(Format.MEDIAWIKI_BLOCK_LOG, DIRTY).stream().filter(Row.Usable.class::isInstance)
                .map(row -> Rows.draft(row).id()).toList();

        // Made by another implementation of UUID version 5 and written down: an import of tomorrow must know the commands of today.
        assertThat(ids.getFirst()).isEqualTo(UUID.fromString("e014dbf4-0113-585c-89fc-38c33da93817"));
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(new CommandIds("other", "mediawiki-block-log").of("1")).isNotEqualTo(ids.getFirst());
        assertThat(new CommandIds("chat", "csv").of("1")).isNotEqualTo(ids.getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,2,Talk:x,0,0,{},block,block,A,2021-05-01T00:00:00Z,x|title: expected User: "
            + "and a name, got 'Talk:x'",
            "1,2,User:x,0,0,{},block,protect,A,2021-05-01T00:00:00Z,x|action: expected "
                    + "block, reblock or unblock, got 'protect'",
            "1,2,User:x,0,0,{},delete,block,A,2021-05-01T00:00:00Z,x|type: expected block, got 'delete'",
            "1,2,User:x,0,0,,block,block,A,2021-05-01T00:00:00Z,x|params: expected something, got nothing",
            ",2,User:x,0,0,{},block,block,A,2021-05-01T00:00:00Z,x|logid: expected something, got nothing",
            "1,2,User:x,0,0,{},block,block,A,yesterday,x|expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got "
                    + "'yesterday'",
            "1,2,User:,0,0,{},block,block,A,2021-05-01T00:00:00Z,x|subject id: expected 1 to 256 characters, got none"})
    void whatIsNoCommandIsSaidToBeNone(String row, String why) throws IOException {
        assertThat(Rows.of(Format.MEDIAWIKI_BLOCK_LOG, HEADER + row)).containsExactly(new Row.Unreadable(2, why));
    }

    @Test
    void longCommentsAreCutAtACharacter() throws IOException {
        String row = "1,2,User:x,0,0,{},block,block,A,2021-05-01T00:00:00Z," + "👩".repeat(2_001);

        List<Row> rows = Rows.of(Format.MEDIAWIKI_BLOCK_LOG, HEADER + row);

        assertThat(Rows.draft(rows.getFirst()).reason()).isEqualTo("👩".repeat(2_000));
        assertThat(rows.getFirst()).isInstanceOfSatisfying(Row.Usable.class,
                usable -> assertThat(usable.cut()).isTrue());
    }

    @Test
    void bytesThatAreNoUtf8CostTheirRow() throws IOException {
        byte[] file = (HEADER + "1,2,User:b\u00ffd,0,0,{},block,block,A,2021-05-01T00:00:00Z,x\n"
                + "2,2,User:x,0,0,{},block,block,A,2021-05-01T00:00:00Z,x\n").getBytes(StandardCharsets.ISO_8859_1);

        List<Row> rows = Rows.of(Format.MEDIAWIKI_BLOCK_LOG, file);

        assertThat(rows.getFirst()).isEqualTo(new Row.Unreadable(2, "title: expected UTF-8, got other bytes"));
        assertThat(Rows.draft(rows.getLast()).subject().toString()).isEqualTo("user:x");
    }

    @Test
    void packedWithAByteOrderMarkAndOtherLineEnds() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(("\ufeff" + DIRTY.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8));
        }

        List<Row> rows = Rows.of(Format.MEDIAWIKI_BLOCK_LOG, packed.toByteArray());

        assertThat(rows).hasSize(11);
        assertThat(rows.getLast().line()).isEqualTo(15);
        assertThat(Rows.draft(rows.getLast()).subject().kind()).isEqualTo(SubjectKind.USER);
    }

    @Test
    void aFileWithoutThatHeaderIsAnotherFile() {
        assertThatThrownBy(() -> Rows.of(Format.MEDIAWIKI_BLOCK_LOG, "kind,id\nuser,alice\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a header with the columns action, comment, logid, "
                        + "params, timestamp, title, type, user, found none named action, comment, logid, params, "
                        + "timestamp, title, type, user");
        assertThatThrownBy(() -> Rows.of(Format.MEDIAWIKI_BLOCK_LOG, "")).isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected a header with the columns");
    }
}
