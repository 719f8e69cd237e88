package dev.bouncer.contract;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every command and every record, whatever stands in it. */
final class CommandProperties {
    private static final long APPENDED = Samples.APPENDED.toEpochMilli();

    @Property
    void writtenCommandReadsAsTheSame(@ForAll("commands") Command command) {
        byte[] json = CommandJson.encode(command);

        assertThat(json.length).isLessThanOrEqualTo(CommandJson.MAX_BYTES);
        assertThat(CommandJson.decode(json, Instant.EPOCH)).isEqualTo(command);
    }

    @Property
    void keyReadsAsTheSame(@ForAll("subjects") SubjectKey subject, @ForAll Lane lane) {
        CommandKey key = new CommandKey(lane, subject);

        assertThat(CommandKey.parse(key.bytes())).isEqualTo(key);
        assertThat(SubjectKey.parse(subject.toString())).isEqualTo(subject);
    }

    @Property
    void rowReadsAsTheSame(@ForAll("subjects") SubjectKey subject) {
        BlocklistKey block = BlocklistKey.block(subject);
        BlocklistKey invalidation = BlocklistKey.invalidation(subject);

        assertThat(BlocklistKey.parse(block.toString())).isEqualTo(block);
        assertThat(block.bytes()).isEqualTo(subject.bytes());
        assertThat(BlocklistKey.parse(invalidation.toString())).isEqualTo(invalidation);
        assertThat(invalidation.toString())
                .startsWith(BlocklistKey.prefix(Lane.INVALIDATE, subject.app(), subject.subject().kind()));
    }

    @Property
    void headerReadsAsTheSame(@ForAll("subjects") SubjectKey subject, @ForAll("subjects") SubjectKey other) {
        List<SubjectKey> subjects = List.of(subject, new SubjectKey(subject.app(), other.subject()));
        String header = SubjectHeader.format(subjects);

        assertThat(header).matches("[ -~]+");
        assertThat(SubjectHeader.parse(subject.app(), header))
                .containsExactlyElementsOf(new LinkedHashSet<>(subjects));
    }

    @Property
    void keyBelongsWhereKafkaPutsIt(@ForAll("subjects") SubjectKey subject, @ForAll Lane lane,
            @ForAll @IntRange(min = 1, max = 200) int partitions) {
        CommandKey key = new CommandKey(lane, subject);

        assertThat(key.partition(partitions))
                .isEqualTo(BuiltInPartitioner.partitionForKey(key.bytes(), partitions));
    }

    @Property
    void onlyOnePartitionIsACommandsOwn(@ForAll("commands") Command command,
            @ForAll @IntRange(min = 1, max = 20) int partitions) {
        CommandDecoder decoder = new CommandDecoder(partitions);
        byte[] value = CommandJson.encode(command);
        for (int partition = 0; partition < partitions; partition++) {
            Decoded decoded = decoder.decode(partition, 0, APPENDED, command.key().bytes(), value);
            assertThat(decoded).isInstanceOf(
                    partition == command.key().partition(partitions) ? Decoded.Valid.class : Decoded.Misplaced.class);
        }
    }

    @Property
    void noRecordMakesTheDecoderThrow(@ForAll byte[] key, @ForAll byte[] value, @ForAll long timestamp) {
        CommandDecoder decoder = new CommandDecoder(6);

        assertThat(decoder.decode(0, 0, timestamp, key, value)).isInstanceOf(Decoded.Malformed.class);
        assertThat(decoder.decode(0, 0, timestamp, Samples.BLOCK.key().bytes(), value))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(decoder.decode(0, 0, timestamp, key, null)).isInstanceOf(Decoded.Malformed.class);
    }

    @Property
    void noDamageToACommandMakesTheDecoderThrow(@ForAll("commands") Command command,
            @ForAll @IntRange(min = 0, max = 1 << 20) int where, @ForAll byte what) {
        byte[] value = CommandJson.encode(command);
        value[where % value.length] = what;
        byte[] key = command.key().bytes();
        byte[] damagedKey = key.clone();
        damagedKey[where % key.length] = what;
        byte[] cut = Arrays.copyOf(value, where % value.length);

        CommandDecoder decoder = new CommandDecoder(6);
        for (byte[] damaged : List.of(value, cut)) {
            assertThat(decoder.decode(0, 0, APPENDED, key, damaged)).isNotNull();
            assertThat(decoder.decode(0, 0, APPENDED, damagedKey, damaged)).isNotNull();
        }
        assertThat(decoder.decode(0, 0, APPENDED, damagedKey, null)).isNotNull();
    }

    @Property
    void auditRecordReadsAsTheSameAndHoldsItsHash(@ForAll("commands") Command command) {
        BlockEntry replaced = switch (command) {
            case Command.Block block -> BlockEntry.of(block);
            case Command.Invalidate invalidate -> BlockEntry.of(invalidate);
            case Command.Unblock _,Command.Terminate _ -> null;
        };
        AuditRecord audit = AuditRecord.chain(AuditRecord.GENESIS,
                new AuditEvent.Accepted(command, new Position(1, 2), replaced, Samples.APPENDED));

        assertThat(AuditRecord.decode(audit.encode())).isEqualTo(audit);
        assertThat(AuditRecord.hashOf(audit.encode())).isEqualTo(audit.hash());
    }

    @Provide
    static Arbitrary<SubjectKey> subjects() {
        Arbitrary<String> apps = Arbitraries.strings().withChars("abzAZ09_-").ofMinLength(1).ofMaxLength(64);
        Arbitrary<SubjectKind> kinds = Arbitraries.of(SubjectKind.USER, SubjectKind.TOKEN, SubjectKind.DEVICE);
        Arbitrary<SubjectKey> named = Combinators.combine(apps, kinds, identifiers()).as(SubjectKey::of);
        Arbitrary<SubjectKey> addresses = Combinators.combine(apps, IpRangeProperties.ranges())
                .as((app, range) -> SubjectKey.of(app, SubjectKind.IP, range.toString()));
        return Arbitraries.oneOf(named, addresses);
    }

    @Provide
    static Arbitrary<Command> commands() {
        Arbitrary<UUID> ids = Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        Arbitrary<Instant> times = Arbitraries.longs().between(Times.MIN.toEpochMilli(), Times.MAX.toEpochMilli())
                .map(Instant::ofEpochMilli);
        Arbitrary<SubjectKey> holders = subjects().filter(
                key -> key.subject().kind() == SubjectKind.USER || key.subject().kind() == SubjectKind.DEVICE);
        Arbitrary<@Nullable String> reasons = prose(Text.MAX_REASON).injectNull(0.2);
        Arbitrary<@Nullable String> messages = prose(Text.MAX_MESSAGE).injectNull(0.2);
        return Arbitraries.oneOf(
                Combinators.combine(ids, subjects(), times.injectNull(0.2), reasons, messages, identifiers(), times)
                        .as(Command.Block::new),
                Combinators.combine(ids, subjects(), reasons, identifiers(), times).as(Command.Unblock::new),
                Combinators.combine(ids, subjects(), terminations(ids), reasons, identifiers(), times)
                        .as(Command.Terminate::new),
                Combinators.combine(ids, holders, times, times.injectNull(0.2), reasons, messages, identifiers(), times)
                        .as(Command.Invalidate::new));
    }

    private static Arbitrary<Termination> terminations(Arbitrary<UUID> ids) {
        Arbitrary<Set<UUID>> sessions = ids.set().ofMaxSize(20);
        Arbitrary<Termination.@Nullable Close> closes = Combinators.combine(Arbitraries.integers().between(3000, 4999),
                text(_ -> true).ofMaxSize(30).map(CommandProperties::ofCodePoints)).as(Termination.Close::new)
                .injectNull(0.2);
        return Combinators.combine(sessions, sessions, closes).as(Termination::new);
    }

    private static Arbitrary<String> identifiers() {
        return text(c -> !Character.isISOControl(c)).ofMinSize(1).ofMaxSize(256)
                .map(CommandProperties::ofCodePoints);
    }

    private static Arbitrary<String> prose(int max) {
        return text(_ -> true).ofMaxSize(max).map(CommandProperties::ofCodePoints);
    }

    private static ListArbitrary<Integer> text(IntPredicate allowed) {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, Character.MAX_CODE_POINT)
                .filter(c -> (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) && allowed.test(c));
        Arbitrary<Integer> likely = Arbitraries.of("az09:/%#?.\"\\ '{}é😀".codePoints().boxed().toList());
        return Arbitraries.oneOf(likely, any).list();
    }

    private static String ofCodePoints(List<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }
}
