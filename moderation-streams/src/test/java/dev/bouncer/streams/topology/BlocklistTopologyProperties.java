package dev.bouncer.streams.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.streams.test.TestRecord;

import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever order commands and time come in, the blocklist is the simplest fold of them, and every block ends once. */
final class BlocklistTopologyProperties {
    /** One thing that happens; the numbers mean what its kind makes of them. */
    record Step(Kind kind, int subject, int seconds) {}

    enum Kind {
        BLOCK, BLOCK_FOR_EVER, UNBLOCK, TERMINATE, INVALIDATE, LIFT, AGAIN, ERASE, ERASE_INVALIDATION, POISON, ADVANCE
    }

    @Property(tries = 100)
    void storeIsTheFoldOfItsCommandsAndEveryBlockEndsOnce(@ForAll("steps") List<Step> steps) {
        try (Driven driven = new Driven()) {
            List<Command> given = new ArrayList<>();
            List<AuditEvent> events = new ArrayList<>();
            Map<BlocklistKey, TestRecord<byte[], byte[]>> table = new HashMap<>();
            List<Long> offsets = new ArrayList<>();
            int onBlocklist = 0;
            for (Step step : steps) {
                onBlocklist += act(driven, step, given);
                events.addAll(driven.events());
                for (TestRecord<byte[], byte[]> told : driven.blocklist()) {
                    SourceOffset.read(told.headers()).ifPresent(offsets::add);
                    table.put(BlocklistKey.parse(new String(told.key(), StandardCharsets.UTF_8)), told);
                }
                checkState(driven, events, table);
            }
            assertThat(offsets).as("a blocklist record for every command of a lane that is on it, in order")
                    .hasSize(onBlocklist).isSorted().doesNotHaveDuplicates();
            checkAudit(driven, events, given);
        }
    }

    private static int act(Driven driven, Step step, List<Command> given) {
        SubjectKey subject = user("user-" + step.subject);
        switch (step.kind) {
            case BLOCK -> given.add(driven.block(subject, Duration.ofSeconds(step.seconds - 10L)));
            case BLOCK_FOR_EVER -> given.add(driven.block(subject, null));
            case UNBLOCK -> given.add(driven.unblock(subject));
            case INVALIDATE ->
                given.add(driven.invalidate(subject, Duration.ofSeconds(step.seconds - 10L)));
            case LIFT -> given.add(Command.Invalidate.lift(UUID.randomUUID(), subject, null, "test", driven.now()));
            case TERMINATE -> given.add(driven.terminate(subject));
            case AGAIN -> {
                if (given.isEmpty()) return 0;
                Command again = given.get(step.seconds % given.size());
                driven.send(again);
                return again instanceof Command.Terminate ? 0 : 1;
            }
            case ERASE -> {
                driven.send("block:chat:user:user-" + step.subject, null);
                return 1;
            }
            case ERASE_INVALIDATION -> {
                driven.send("invalidate:chat:user:user-" + step.subject, null);
                return 1;
            }
            case POISON -> {
                driven.send("block:chat:user:user-" + step.subject, "poison");
                return 0;
            }
            case ADVANCE -> {
                driven.advance(Duration.ofSeconds(step.seconds));
                return 0;
            }
        }
        Command command = given.getLast();
        driven.send(command);
        return command instanceof Command.Terminate ? 0 : 1;
    }

    // The reference: the last accepted command of a row's lane decides, if it makes an entry that has not ended. What has
    // ended may stay until the sweep, a grace and an interval later, and no longer.
    private static void checkState(Driven driven, List<AuditEvent> events,
            Map<BlocklistKey, TestRecord<byte[], byte[]>> table) {
        Map<BlocklistKey, BlockEntry> last = new TreeMap<>(Comparator.comparing(BlocklistKey::toString));
        for (AuditEvent event : events) {
            if (event instanceof AuditEvent.Accepted accepted) {
                switch (accepted.command()) {
                    case Command.Block block -> putOrRemove(last, BlockEntry.of(block), accepted.at());
                    case Command.Invalidate invalidate -> putOrRemove(last, BlockEntry.of(invalidate), accepted.at());
                    case Command.Unblock unblock -> last.remove(BlocklistKey.block(unblock.subject()));
                    case Command.Terminate _ -> {
                    }
                }
            }
        }
        Instant now = driven.now();
        List<BlockEntry> stored = driven.stored();
        assertThat(stored.stream().filter(block -> block.inForceAt(now)).toList())
                .isEqualTo(last.values().stream().filter(block -> block.inForceAt(now)).toList());
        assertThat(stored).allMatch(block -> block.inForceAt(now.minus(Driven.GRACE)));
        assertThat(driven.rows("expiries")).hasSize(
                (int) stored.stream().filter(block -> block.expiresAt() != null).count());
        assertThat(table.values().stream().map(TestRecord::value).filter(Objects::nonNull).map(BlockJson::decode)
                .collect(Collectors.toSet())).as("the topic as a table").isEqualTo(Set.copyOf(stored));
    }

    private static void putOrRemove(Map<BlocklistKey, BlockEntry> last, BlockEntry entry, Instant at) {
        if (entry.inForceAt(at)) {
            last.put(entry.key(), entry);
        } else {
            last.remove(entry.key());
        }
    }

    private static void checkAudit(Driven driven, List<AuditEvent> events, List<Command> given) {
        Set<UUID> accepted = events.stream().filter(AuditEvent.Accepted.class::isInstance)
                .map(event -> ((AuditEvent.Accepted) event).command().id()).collect(Collectors.toSet());
        assertThat(accepted).containsAll(given.stream().map(Command::id).toList());

        Map<UUID, Integer> ends = new HashMap<>();
        Set<UUID> began = events.stream().filter(AuditEvent.Accepted.class::isInstance)
                .map(AuditEvent.Accepted.class::cast)
                .filter(event -> event.blockAfter() != null)
                .map(event -> event.command().id()).collect(Collectors.toSet());
        for (AuditEvent event : events) {
            BlockEntry ended = switch (event) {
                case AuditEvent.Accepted taken -> taken.replaced();
                case AuditEvent.Expired expired -> expired.block();
            };
            if (ended != null && event instanceof AuditEvent.Accepted)
                assertThat(ended.inForceAt(event.at())).as("replaced or lifted in force").isTrue();
            if (event instanceof AuditEvent.Expired)
                assertThat(Objects.requireNonNull(ended).inForceAt(event.at())).as("expired in force").isFalse();
            if (ended != null) ends.merge(ended.command(), 1, Integer::sum);
        }
        driven.stored().forEach(block -> ends.merge(block.command(), 1, Integer::sum));
        assertThat(ends.keySet()).as("every block that began ended, or is still there").isEqualTo(began);
        assertThat(ends.values()).as("and once").allMatch(times -> times == 1);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(0, 120)).as(Step::new).list().ofMaxSize(40);
    }
}
