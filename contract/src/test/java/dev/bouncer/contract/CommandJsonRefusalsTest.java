package dev.bouncer.contract;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.APPENDED;
import static dev.bouncer.contract.Samples.BLOCK;
import static dev.bouncer.contract.Samples.BLOCK_JSON;
import static dev.bouncer.contract.Samples.ID;
import static dev.bouncer.contract.Samples.INVALIDATE;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.text;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a command on the log must not be, and what is said of it. */
final class CommandJsonRefusalsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "only":[]          | only: expected one session or more, got none
            "only":"ID"        | only: expected an array of UUIDs, got the text 'ID'
            "only":["x"]       | only: expected a UUID, got 'x'
            "only":[1]         | only: expected an array of UUIDs, got '1'
            "except":[null]    | except: expected an array of UUIDs, got null
            "except":{}        | except: expected an array of UUIDs, got an object
            "close":4500       | close: expected an object, got '4500'
            "close":{"reason":""}                      | close.code: expected an integer, got none
            "close":{"code":4500}                      | close.reason: expected a text, got none
            "close":{"code":"4500","reason":""}        | close.code: expected an integer, got the text '4500'
            "close":{"code":4294971796,"reason":""}    | close.code: expected an integer of 32 bits, got 4294971796
            "close":{"code":2999,"reason":""}          | close.code: expected 3000 to 4999, got 2999
            "close":{"code":5000,"reason":""}          | close.code: expected 3000 to 4999, got 5000
            "close":{"code":4500,"reason":"\\udc00"} | close.reason: expected well-formed Unicode, got a lone surrogate
            """)
    void refusesATerminateOfImpossibleSessions(String fields, String message) {
        refused(BLOCK_JSON.replace("\"type\":\"block\"", "\"type\":\"terminate\"," + fields), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "issued_before"        | "issued"                  | issued_before: expected an RFC 3339 time, got none
            "issued_before":"2026  | "issued_before":"26       | issued_before: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got '26-11-01T09:30:00.000Z'
            "expires_at":"2026-12-01T12:00:00.000Z" | "expires_at":5 | expires_at: expected a text, got '5'
            "kind":"user"          | "kind":"token"            | subject kind: expected user or device to invalidate the tokens of, got token
            "kind":"user","id":"alice" | "kind":"ip","id":"::1" | subject kind: expected user or device to invalidate the tokens of, got ip
            "Please sign in again." | "\\udc00"               | message: expected well-formed Unicode, got a lone surrogate
            "password changed"     | 1                         | reason: expected a text, got '1'
            """)
    void refusesAnInvalidateAndSaysWhatWasExpected(String good, String bad, String message) {
        String json = text(CommandJson.encode(INVALIDATE));

        assertThat(json).contains(good);
        refused(json.replace(good, bad), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "v":1                | "v":2            | v: expected 1, got 2
            "v":1                | "v":"1"          | v: expected an integer, got the text '1'
            "v":1                | "v":1.0          | v: expected an integer, got '1.0'
            "v":1                | "v":null         | v: expected an integer, got none
            "v":1                | "w":1            | v: expected an integer, got none
            "type":"block"       | "type":"ban"     | type: expected block, unblock, terminate or invalidate, got 'ban'
            "type":"block"       | "type":"Block"   | type: expected block, unblock, terminate or invalidate, got 'Block'
            "type":"block"       | "type":7         | type: expected a text, got '7'
            "type":"block"       | "typ":"block"    | type: expected a text, got none
            "app":"chat"         | "app":"a b"      | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got 'a b'
            "app":"chat"         | "app":""         | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got ''
            "app":"chat"         | "app":["chat"]   | app: expected a text, got an array
            "app":"chat"         | "ap":"chat"      | app: expected a text, got none
            "kind":"user"        | "kind":"User"    | subject kind: expected one of user, token, ip, device, app, got 'User'
            "kind":"user"        | "kind":{}        | subject.kind: expected a text, got an object
            "kind":"user"        | "k":"user"       | subject.kind: expected a text, got none
            "id":"alice"         | "id":""          | subject id: expected 1 to 256 characters, got none
            "id":"alice"         | "id":true        | subject.id: expected a text, got 'true'
            "id":"alice"         | "i":"alice"      | subject.id: expected a text, got none
            "id":"alice"         | "id":"a\\nb"     | subject id: expected no control characters, got 'a\\u000ab'
            "id":"alice"         | "id":"a\\u0085"  | subject id: expected no control characters, got 'a\\u0085'
            "id":"alice"         | "id":"\\ud83d"   | subject id: expected well-formed Unicode, got a lone surrogate
            "subject":{          | "subject":"alice","x":{ | subject: expected an object, got the text 'alice'
            "subject":{          | "subjects":{     | subject: expected an object, got none
            "spam wave 12, see ticket 88"  | 12     | reason: expected a text, got '12'
            "spam wave 12, see ticket 88"  | "\\udc00" | reason: expected well-formed Unicode, got a lone surrogate
            "You are blocked for spam."    | []     | message: expected a text, got an array
            "You are blocked for spam."    | "\\udc00\\ud800" | message: expected well-formed Unicode, got a lone surrogate
            "actor":"backend-1"  | "actor":""       | actor: expected 1 to 256 characters, got none
            "actor":"backend-1"  | "actor":"\\u007f"| actor: expected no control characters, got '\\u007f'
            "actor":"backend-1"  | "actor":"\\ud800"| actor: expected well-formed Unicode, got a lone surrogate
            "actor":"backend-1"  | "actor":false    | actor: expected a text, got 'false'
            "2026-12-01T12:00:00.000Z" | "tomorrow" | expires_at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'tomorrow'
            "2026-12-01T12:00:00.000Z" | 1796126400 | expires_at: expected a text, got '1796126400'
            "2026-11-01T09:30:00.250Z" | "0000-12-31T23:59:59Z" | issued_at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got '0000-12-31T23:59:59Z'
            "2026-11-01T09:30:00.250Z" | {}         | issued_at: expected a text, got an object
            """)
    void refusesAFieldAndSaysWhatWasExpected(String good, String bad, String message) {
        assertThat(BLOCK_JSON).contains(good);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.decode(utf8(BLOCK_JSON.replace(good, bad)), APPENDED))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unblock", "terminate"})
    void refusesTheSameOfTheOtherCommands(String type) {
        String json = """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"%s",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "reason":"r","actor":"a","issued_at":"2026-11-01T09:30:00.250Z"}""".formatted(type);

        refused(json.replace("\"r\"", "\"\\ud800\""), "reason: expected well-formed Unicode, got a lone surrogate");
        refused(json.replace("\"r\"", "\"" + "r".repeat(2001) + "\""),
                "reason: expected at most 2000 characters, got 2001");
        refused(json.replace("\"a\"", "\"\""), "actor: expected 1 to 256 characters, got none");
        refused(json.replace("2026-11", "2026-13"),
                "issued_at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got '2026-13-01T09:30:00.250Z'");
    }

    private static void refused(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandJson.decode(utf8(json), APPENDED))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "1"                                     | id: expected a UUID, got '1'
            "1-1-1-1-1"                             | id: expected a UUID, got '1-1-1-1-1'
            "0198c1f0-7a00-7000-8000-00000000000g"  | id: expected a UUID, got '0198c1f0-7a00-7000-8000-00000000000g'
            null                                    | id: expected a UUID, got none
            1                                       | id: expected a text, got '1'
            """)
    void refusesAnIdThatIsNoUuid(String id, String message) {
        String json = BLOCK_JSON.replace("\"" + ID + "\"", id);

        assertThatIllegalArgumentException().isThrownBy(() -> CommandJson.decode(utf8(json), APPENDED))
                .withMessage(message);
    }

    @Test
    void refusesAnAddressThatIsNone() {
        String json = BLOCK_JSON.replace("\"kind\":\"user\",\"id\":\"alice\"",
                "\"kind\":\"ip\",\"id\":\"example.org\"");

        assertThatIllegalArgumentException().isThrownBy(() -> CommandJson.decode(utf8(json), APPENDED)).withMessage(
                "ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, "
                        + "got 'example.org'");
    }

    @Test
    void longTextIsCountedInCodePoints() {
        String emoji = "😀";
        Command.Block longest = new Command.Block(ID, SubjectKey.of("chat", SubjectKind.USER, emoji.repeat(256)), null,
                emoji.repeat(2000), emoji.repeat(1000), emoji.repeat(256), ISSUED);
        String json = text(CommandJson.encode(longest));
        assertThat(CommandJson.decode(utf8(json), APPENDED)).isEqualTo(longest);

        tooLong(json, "\"id\":\"" + emoji, "subject id: expected at most 256 characters, got 257");
        tooLong(json, "\"reason\":\"" + emoji, "reason: expected at most 2000 characters, got 2001");
        tooLong(json, "\"message\":\"" + emoji, "message: expected at most 1000 characters, got 1001");
        tooLong(json, "\"actor\":\"" + emoji, "actor: expected at most 256 characters, got 257");
    }

    private static void tooLong(String json, String start, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.decode(utf8(json.replace(start, start + "x")), APPENDED))
                .withMessage(message);
    }

    @Test
    void valueIsAtMost64KiBLong() {
        int rest = CommandJson.MAX_BYTES - utf8(BLOCK_JSON).length;
        assertThat(CommandJson.decode(utf8(BLOCK_JSON + " ".repeat(rest)), APPENDED)).isEqualTo(BLOCK);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.decode(utf8(BLOCK_JSON + " ".repeat(rest + 1)), APPENDED))
                .withMessage("expected at most 65536 bytes, got 65537");
    }
}
