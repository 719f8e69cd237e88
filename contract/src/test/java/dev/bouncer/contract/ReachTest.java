package dev.bouncer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks of a whole app. */
class ReachTest {
    private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
    private static final SubjectKey CHAT = SubjectKey.ofApp("chat");

    private static List<SubjectKey> somebody(String user, String address) {
        return List.of(SubjectKey.of("chat", SubjectKind.USER, user), SubjectKey.of("chat", SubjectKind.IP, address));
    }

    private static List<SubjectKey> nobodyYet() {
        return List.of(SubjectKey.of("chat", SubjectKind.IP, "192.0.2.1"));
    }

    private static Reach except(Subject... subjects) {
        return new Reach(Set.of(subjects), null, null);
    }

    private static Command.Block block(SubjectKey subject, Reach reach) {
        return new Command.Block(UUID.randomUUID(), subject, null, "why", "Back soon.", "ops", T, reach);
    }

    @Test
    void isForEverybodyButTheExceptions() {
        Reach reach = except(new Subject(SubjectKind.USER, "admin"), new Subject(SubjectKind.IP, "198.51.100.0/24"));

        assertThat(reach.isFor(somebody("alice", "192.0.2.1"), null)).isTrue();
        assertThat(reach.isFor(nobodyYet(), null)).isTrue();
        assertThat(reach.isFor(somebody("admin", "192.0.2.1"), null)).isFalse();
        assertThat(reach.isFor(somebody("alice", "198.51.100.7"), null)).isFalse();
        assertThat(reach.isFor(somebody("alice", "198.51.101.7"), null)).isTrue();
        assertThat(Reach.ALL.isFor(somebody("alice", "192.0.2.1"), T)).isTrue();
    }

    @Test
    void isForThoseFirstSeenLaterAndForUsersOfWhomThatIsNotKnown() {
        Reach raid = new Reach(Set.of(new Subject(SubjectKind.USER, "admin")), T, null);

        assertThat(raid.isFor(somebody("new", "192.0.2.1"), T.plusMillis(1))).isTrue();
        assertThat(raid.isFor(somebody("old", "192.0.2.1"), T)).isFalse();
        assertThat(raid.isFor(somebody("who", "192.0.2.1"), null)).isTrue();
        assertThat(raid.isFor(List.of(SubjectKey.of("chat", SubjectKind.DEVICE, "d")), null)).isFalse();
        assertThat(raid.isFor(nobodyYet(), null)).isFalse();
        assertThat(raid.isFor(somebody("admin", "192.0.2.1"), T.plusMillis(1))).isFalse();
    }

    @Test
    void isSaidOfAppsAlone() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> block(SubjectKey.of("chat", SubjectKind.USER, "alice"), new Reach(Set.of(), null, 5)))
                .withMessageContaining("expected them only where the subject is an app, got 'user:alice'");
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectKey.of("chat", SubjectKind.APP, "other"))
                .withMessageContaining("expected the app's own name, 'chat', got 'other'");
    }

    @Test
    void hasRanges() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Reach(Set.of(), null, 0))
                .withMessageContaining("rate: expected 1 to 1000000, got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> except(CHAT.subject())).withMessageContaining("app");
        assertThatIllegalArgumentException().isThrownBy(() -> new Reach(users(501, "u"), null, null))
                .withMessageContaining("at most 500 subjects, got 501");
        assertThatIllegalArgumentException().isThrownBy(() -> new Reach(users(100, "\u20ac".repeat(60)), null, null))
                .withMessageContaining("at most 16384 bytes together");
    }

    private static Set<Subject> users(int number, String prefix) {
        return IntStream.range(0, number).mapToObj(i -> new Subject(SubjectKind.USER, prefix + i))
                .collect(Collectors.toSet());
    }

    @Test
    void theLongestFitsIntoARecord() {
        Set<Subject> longest = IntStream.range(0, 500)
                .mapToObj(i -> new Subject(SubjectKind.DEVICE, "\"".repeat(29) + String.format("%03d", i)))
                .collect(Collectors.toSet());
        Command.Block block = new Command.Block(UUID.randomUUID(), CHAT, T, "\u20ac".repeat(2000),
                "\u20ac".repeat(1000), "\u20ac".repeat(256), T, new Reach(longest, T, 1));

        assertThat(CommandJson.encode(block)).hasSizeLessThan(CommandJson.MAX_BYTES);
    }

    @Test
    void goesThroughCommandsAndEntriesAndAudit() {
        Reach reach = new Reach(Set.of(new Subject(SubjectKind.USER, "b"), new Subject(SubjectKind.IP, "192.0.2.0/24")),
                T.plusSeconds(1), 200);
        Command.Block block = block(CHAT, reach);

        String json = new String(CommandJson.encode(block), StandardCharsets.UTF_8);
        assertThat(json).contains("\"subject\":{\"kind\":\"app\",\"id\":\"chat\"}",
                "\"except\":[{\"kind\":\"ip\",\"id\":\"192.0.2.0/24\"},{\"kind\":\"user\",\"id\":\"b\"}]",
                "\"first_seen_after\":\"2026-03-01T12:00:01.000Z\",\"rate\":200");
        assertThat(CommandJson.decode(json.getBytes(StandardCharsets.UTF_8), T)).isEqualTo(block);

        BlockEntry entry = BlockEntry.of(block);
        assertThat(entry.reach()).isEqualTo(reach);
        assertThat(BlockJson.decode(BlockJson.encode(entry))).isEqualTo(entry);

        AuditRecord record = AuditRecord.chain(AuditRecord.GENESIS,
                new AuditEvent.Accepted(block, new Position(0, 1), entry, T));
        assertThat(AuditRecord.check(record.encode())).satisfies(checked -> {
            assertThat(checked.record()).isEqualTo(record);
            assertThat(checked.computed()).isEqualTo(record.hash());
        });
    }

    @Test
    void otherSubjectsFieldsOfThoseNamesMeanNothing() {
        assertThat(decoded("user", "alice").reach()).isEqualTo(Reach.ALL);
        assertThat(decoded("app", "chat").reach().rate()).isEqualTo(5);
    }

    private static Command.Block decoded(String kind, @Nullable String id) {
        String json = Stream.of("'v':1", "'id':'" + UUID.randomUUID() + "'", "'type':'block'", "'app':'chat'",
                "'subject':{'kind':'" + kind + "','id':'" + id + "'}", "'rate':5")
                .collect(Collectors.joining(",", "{", "}"))
                .replace('\'', '"');
        return (Command.Block) CommandJson.decode(json.getBytes(StandardCharsets.UTF_8), T);
    }
}
