package dev.bouncer.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanListCsvTest {
    @Test
    void rowsAreBlocksUnlessTheySayOtherwise() throws IOException {
        List<Row> rows = Rows.of(Format.CSV, """
                kind,id,expires_at,reason,actor
                user,alice,2027-01-01T01:00:00+01:00,"spam, twice",mod-7
                ip,2001:DB8::7,,,
                kind,id,expires_at,reason,actor,type,message,issued_at
                user,bob,,,,unblock,,2026-01-01T00:00:00Z
                device,d:1,,,,terminate,,
                user,eve,,,,block,Bye.,
                """);

        assertThat(rows).extracting(row -> row instanceof Row.Usable usable
                ? usable.draft().json().replaceFirst("\"id\":\"[^\"]*\",", "")
                : row.getClass().getSimpleName()).containsExactly(
                        "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},"
                                + "\"expires_at\":\"2027-01-01T00:00:00.000Z\",\"reason\":\"spam, twice\",\"actor\":\"mod-7\"}",
                        "{\"type\":\"block\",\"subject\":{\"kind\":\"ip\",\"id\":\"2001:db8::7\"}}", "RepeatedHeader",
                        "{\"type\":\"unblock\",\"subject\":{\"kind\":\"user\",\"id\":\"bob\"},"
                                + "\"issued_at\":\"2026-01-01T00:00:00.000Z\"}",
                        "{\"type\":\"terminate\",\"subject\":{\"kind\":\"device\",\"id\":\"d:1\"}}",
                        "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"eve\"},\"message\":\"Bye.\"}");
    }

    @Test
    void aReadingMayHaveIdsOfItsOwn() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String reading : new String[]{"", "1", "2", "2"}) {
            InputStream in = new ByteArrayInputStream("kind,id\nuser,a\n".getBytes(StandardCharsets.UTF_8));
            rows.add(Format.CSV.reader(in, "chat", reading).next());
        }
        assertThat(rows.stream().map(row -> Rows.draft(row).id()).distinct()).hasSize(3);
        assertThat(Rows.draft(rows.getFirst()).id())
                .isEqualTo(Rows.draft(Rows.of(Format.CSV, "kind,id\nuser,a\n").getFirst()).id());
    }

    @Test
    void theIdIsThatOfTheContent() throws IOException {
        String header = "kind,id,expires_at,reason,actor\n";
        List<Row> rows = Rows.of(Format.CSV, header + "user,a,,bc,\nuser,a,,b,c\nuser,a,,bc,\n");
        List<Row> others = Rows.of(Format.CSV, "actor,reason,id,kind\n,bc,a,user\n");

        assertThat(Rows.draft(rows.get(0)).id()).isNotEqualTo(Rows.draft(rows.get(1)).id())
                .isEqualTo(Rows.draft(rows.get(2)).id()).isEqualTo(Rows.draft(others.getFirst()).id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "dog,a,,,|subject kind: expected one of user, token, ip, device, app, got 'dog'",
            "user,,,,|id: expected something, got nothing",
            "ip,x,,,|ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got 'x'",
            "user,a,soon,,|expires_at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'soon'",
            "user,a,,hello, world,mod|expected 5 fields, got 6", "user,a|expected 5 fields, got 2",
            "user,a,,\"x\"y,|expected CSV: Unexpected character after closing quote: 'y' (0x79) (record starting at line 1)"})
    void whatIsNoCommandIsSaidToBeNoneAndTheNextRowIsRead(String row, String why) throws IOException {
        List<Row> rows = Rows.of(Format.CSV, "kind,id,expires_at,reason,actor\n" + row + "\nuser,next,,,\n");

        assertThat(rows.getFirst()).isEqualTo(new Row.Unreadable(2, why));
        assertThat(Rows.draft(rows.getLast()).subject().id()).isEqualTo("next");
    }

    @Test
    void aUserNamedLikeAColumnIsAUser() throws IOException {
        List<Row> rows = Rows.of(Format.CSV, "kind,id,reason\nuser,id,kind\n");

        assertThat(Rows.draft(rows.getFirst()).subject().id()).isEqualTo("id");
    }
}
