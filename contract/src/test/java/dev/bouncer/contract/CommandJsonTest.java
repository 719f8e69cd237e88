package dev.bouncer.contract;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.ALICE;
import static dev.bouncer.contract.Samples.APPENDED;
import static dev.bouncer.contract.Samples.BLOCK;
import static dev.bouncer.contract.Samples.BLOCK_JSON;
import static dev.bouncer.contract.Samples.ID;
import static dev.bouncer.contract.Samples.INVALIDATE;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.OTHER_ID;
import static dev.bouncer.contract.Samples.TERMINATE;
import static dev.bouncer.contract.Samples.UNBLOCK;
import static dev.bouncer.contract.Samples.text;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class CommandJsonTest {
    @Test
    void blockWithAllFields() {
        pinned(BLOCK, BLOCK_JSON);
    }

    @Test
    void blockWithoutWhatIsOptional() {
        pinned(new Command.Block(ID, ALICE, null, null, null, "backend-1", ISSUED), """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"block",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    @Test
    void unblockWithAllFields() {
        pinned(UNBLOCK, """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"unblock",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "reason":"appeal granted","actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    @Test
    void unblockWithoutWhatIsOptional() {
        pinned(new Command.Unblock(ID, ALICE, null, "backend-1", ISSUED), """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"unblock",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    @Test
    void terminateWithAllFields() {
        pinned(TERMINATE, """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"terminate",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "reason":"password changed","actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    @Test
    void terminateOfSomeSessions() {
        Termination some = new Termination(Set.of(OTHER_ID, ID), Set.of(OTHER_ID), new Termination.Close(4500, "é"));
        pinned(new Command.Terminate(ID, ALICE, some, "password changed", "backend-1", ISSUED), """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"terminate",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "only":["0198c1f0-7a00-7000-8000-000000000001","0198c1f0-7a00-7000-8000-000000000002"],\
                "except":["0198c1f0-7a00-7000-8000-000000000002"],"close":{"code":4500,"reason":"é"},\
                "reason":"password changed","actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    @Test
    void aCloseReasonIsAsLongAsACloseFrameHolds() {
        assertThat(new Termination.Close(3000, "é".repeat(61) + "x").reason()).hasSize(62);
        assertThatIllegalArgumentException().isThrownBy(() -> new Termination.Close(4999, "é".repeat(62)))
                .withMessage("close.reason: expected at most 123 bytes of UTF-8, got 124");
    }

    @Test
    void aTerminateOfAsManySessionsAsThereMayBeFitsIntoARecord() {
        Set<UUID> most = Stream.generate(UUID::randomUUID).limit(Termination.MAX_SESSIONS).collect(Collectors.toSet());
        Command longest = new Command.Terminate(ID, ALICE, new Termination(Set.of(), most, null),
                "\u0000".repeat(2000), "😀".repeat(256), ISSUED);

        assertThat(CommandJson.decode(CommandJson.encode(longest), APPENDED)).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> new Termination(Set.of(ID), most, null))
                .withMessage("only, except: expected at most 1000 sessions together, got 1001");
    }

    @Test
    void invalidateWithAllFields() {
        pinned(INVALIDATE, """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"invalidate",\
                "app":"chat","subject":{"kind":"user","id":"alice"},\
                "issued_before":"2026-11-01T09:30:00.000Z","expires_at":"2026-12-01T12:00:00.000Z",\
                "reason":"password changed","message":"Please sign in again.",\
                "actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    @Test
    void invalidateWithoutWhatIsOptional() {
        String json = """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"invalidate",\
                "app":"chat","subject":{"kind":"device","id":"d-1"},"issued_before":"2026-11-01T09:30:00.250Z",\
                "actor":"kafka","issued_at":"2026-11-01T09:30:01.000Z"}""";
        Command.Invalidate plain = new Command.Invalidate(ID, SubjectKey.of("chat", SubjectKind.DEVICE, "d-1"), ISSUED,
                null, null, null, "kafka", APPENDED);

        pinned(plain, json);
        assertThat(CommandJson.decode(
                utf8(json.replace(",\"actor\":\"kafka\",\"issued_at\":\"2026-11-01T09:30:01.000Z\"", "")), APPENDED))
                .isEqualTo(plain);
    }

    @Test
    void textThatNeedsEscapingOrIsNoAscii() {
        Command.Block block = new Command.Block(ID, SubjectKey.of("chat", SubjectKind.DEVICE, "a:b/c \"é\" 😀"), null,
                "line\nline\t\\", "\u2028 \u0000", "jürgen", ISSUED);
        pinned(block, """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"block",\
                "app":"chat","subject":{"kind":"device","id":"a:b/c \\"é\\" 😀"},\
                "reason":"line\\nline\\t\\\\","message":"\u2028 \\u0000",\
                "actor":"jürgen","issued_at":"2026-11-01T09:30:00.250Z"}""");
    }

    private static void pinned(Command command, String json) {
        assertThat(text(CommandJson.encode(command))).isEqualTo(json);
        assertThat(CommandJson.decode(utf8(json), APPENDED)).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "unblock", "terminate"})
    void whatTheOldestAndLaziestPublisherWritesStillReads(String type) {
        Command command = CommandJson.decode(utf8("""
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"%s",\
                "app":"chat","subject":{"kind":"user","id":"alice"}}""".formatted(type)), APPENDED);

        assertThat(command.id()).isEqualTo(ID);
        assertThat(command.subject()).isEqualTo(ALICE);
        assertThat(command.reason()).isNull();
        assertThat(command.actor()).isEqualTo("kafka");
        assertThat(command.issuedAt()).isEqualTo(APPENDED);
    }

    @Test
    void nullCountsAsAbsent() {
        String json = """
                {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"block","app":"chat",
                 "subject":{"kind":"user","id":"alice"},"expires_at":null,"reason":null,"message":null,
                 "actor":null,"issued_at":null}""";

        assertThat(CommandJson.decode(utf8(json), APPENDED))
                .isEqualTo(new Command.Block(ID, ALICE, null, null, null, "kafka", APPENDED));
    }

    @Test
    void fieldsOfNewerWritersAreIgnored() {
        String json = BLOCK_JSON.replace("\"v\":1", "\"severity\":3.5,\"labels\":[{\"a\":null}],\"v\":1")
                .replace("\"kind\":\"user\"", "\"realm\":\"eu\",\"kind\":\"user\"");

        assertThat(CommandJson.decode(utf8(json), APPENDED)).isEqualTo(BLOCK);
    }

    @Test
    void timesWithAnOffsetAndIdsInCapitalsAreTheSameCommand() {
        String json = BLOCK_JSON.replace("2026-12-01T12:00:00.000Z", "2026-12-01T14:30:00+02:30")
                .replace(ID.toString(), ID.toString().toUpperCase(Locale.ROOT));

        assertThat(CommandJson.decode(utf8(json), APPENDED)).isEqualTo(BLOCK);
    }

    @Test
    void commandsHaveTimesThatCanBeWritten() {
        Command.Block fine = new Command.Block(UUID.randomUUID(), ALICE, EXPIRES_FINELY, null, null, "a", ISSUED);

        assertThat(fine.expiresAt()).isEqualTo(Samples.EXPIRES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.Block(ID, ALICE, Instant.MAX, null, null, "a", ISSUED))
                .withMessage("expires_at: expected a time in the years 1 to 9999, got " + Instant.MAX);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.Terminate(ID, ALICE, null, "a", Instant.MIN))
                .withMessage("issued_at: expected a time in the years 1 to 9999, got " + Instant.MIN);
    }

    private static final Instant EXPIRES_FINELY = Samples.EXPIRES.plusNanos(999_999);

    @Test
    void eachCommandKnowsItsKey() {
        assertThat(BLOCK.key()).hasToString("block:chat:user:alice");
        assertThat(UNBLOCK.key()).hasToString("block:chat:user:alice");
        assertThat(TERMINATE.key()).hasToString("terminate:chat:user:alice");
        assertThat(INVALIDATE.key()).hasToString("invalidate:chat:user:alice");
        assertThat(CommandKey.of(ALICE)).containsExactlyInAnyOrder(BLOCK.key(), TERMINATE.key(), INVALIDATE.key());
        assertThat(CommandKey.of(SubjectKey.of("chat", SubjectKind.TOKEN, "t"))).hasSize(2);
    }
}
