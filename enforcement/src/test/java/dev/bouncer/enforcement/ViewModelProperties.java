package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the order in which commands are given, moderation-streams takes them, the store hears of it, the tail reads
 * them, blocks expire and the node restarts: after each step the view says exactly what the commands say that the node can
 * know of.
 */
class ViewModelProperties {
    private static final int PARTITIONS = 2;
    private static final List<SubjectKey> KEYS = List.of(SubjectKey.of("chat", SubjectKind.USER, "alice"),
            SubjectKey.of("chat", SubjectKind.USER, "bob"), SubjectKey.of("chat", SubjectKind.TOKEN, "t-1"),
            SubjectKey.of("other", SubjectKind.USER, "alice"));

    /** One thing that happens somewhere in the system. */
    sealed interface Step {
        record Block(int key, @Nullable Integer seconds) implements Step {}

        record Unblock(int key) implements Step {}

        /** Those that end before they begin lift what is there. */
        record Invalidate(int key, int issuedBefore, @Nullable Integer seconds) implements Step {}

        /** A publisher's transaction is aborted: the record was on the log, and never counts. */
        record Aborted(int key, boolean block) implements Step {}

        record StreamsTakes(int partition, int commands) implements Step {}

        record StoreHears(int partition, int records) implements Step {}

        record TailReads(int partition, int commands) implements Step {}

        record TimePasses(int seconds) implements Step {}

        record Settles() implements Step {}

        record Restarts() implements Step {}
    }

    @Property(tries = 3_000)
    void the_view_is_the_fold_of_what_the_node_can_know(@ForAll("steps") List<Step> steps) {
        Model model = new Model();
        for (Step step : steps) {
            model.take(step);
            model.check();
        }
        model.catchUp();
        model.check();
        assertThat(model.view.overlay().size()).as("what stays in the overlay when all is settled").isZero();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> key = Arbitraries.integers().between(0, KEYS.size() - 1);
        Arbitrary<Integer> partition = Arbitraries.integers().between(0, PARTITIONS - 1);
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 4);
        return Arbitraries.<Step>oneOf(List.of(
                Combinators.combine(key, Arbitraries.integers().between(-5, 20).injectNull(0.3)).as(Step.Block::new),
                key.map(Step.Unblock::new),
                Combinators.combine(key, Arbitraries.integers().between(-20, 5),
                        Arbitraries.integers().between(-5, 20).injectNull(0.3)).as(Step.Invalidate::new),
                Combinators.combine(key, Arbitraries.of(true, false)).as(Step.Aborted::new),
                Combinators.combine(partition, few).as(Step.StreamsTakes::new),
                Combinators.combine(partition, few).as(Step.StoreHears::new),
                Combinators.combine(partition, few).as(Step.TailReads::new),
                Arbitraries.integers().between(1, 8).map(Step.TimePasses::new), Arbitraries.just(new Step.Settles()),
                Arbitraries.just(new Step.Restarts()))).list().ofMaxSize(60);
    }

    private record Logged(Command command, boolean aborted) {}

    private record Materialized(BlocklistKey key, @Nullable BlockEntry block, long sourceOffset) {}

    /** The log, moderation-streams and one node, each as simple as can be. */
    private static final class Model {
        private final List<List<Logged>> log = lists();
        private final List<List<Materialized>> blocklist = lists();
        private final int[] committed = new int[PARTITIONS];
        private final int[] heard = new int[PARTITIONS];
        private final int[] read = new int[PARTITIONS];
        private final long[] materialized = new long[PARTITIONS];
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private InMemoryBlockStore store = new InMemoryBlockStore();
        private final BlocklistView view = new BlocklistView(store, PARTITIONS);

        Model() {
            Arrays.fill(materialized, -1);
        }

        private static <T> List<List<T>> lists() {
            List<List<T>> lists = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                lists.add(new ArrayList<>());
            }
            return lists;
        }

        private static int partition(SubjectKey key) {
            return KEYS.indexOf(key) % PARTITIONS;
        }

        void take(Step step) {
            switch (step) {
                case Step.Block block -> append(block(KEYS.get(block.key()), block.seconds()), false);
                case Step.Unblock unblock -> append(unblock(KEYS.get(unblock.key())), false);
                case Step.Invalidate invalidate -> append(invalidate(invalidate), false);
                case Step.Aborted aborted -> append(aborted.block()
                        ? block(KEYS.get(aborted.key()), null)
                        : unblock(KEYS.get(aborted.key())), true);
                case Step.StreamsTakes some -> streams(some.partition(), some.commands());
                case Step.StoreHears some -> store(some.partition(), some.records());
                case Step.TailReads some -> tail(some.partition(), some.commands());
                case Step.TimePasses some -> now = now.plus(Duration.ofSeconds(some.seconds()));
                case Step.Settles _ -> settle();
                case Step.Restarts _ -> restart();
            }
        }

        private Command block(SubjectKey key, @Nullable Integer seconds) {
            return new Command.Block(UUID.randomUUID(), key, seconds == null ? null : now.plusSeconds(seconds), null,
                    null, "test", now);
        }

        private Command invalidate(Step.Invalidate step) {
            SubjectKey key = KEYS.get(step.key());
            // Tokens of tokens there are none.
            SubjectKey holder = Command.Invalidate.allows(key.subject().kind()) ? key : KEYS.getFirst();
            return new Command.Invalidate(UUID.randomUUID(), holder, now.plusSeconds(step.issuedBefore()),
                    step.seconds() == null ? null : now.plusSeconds(step.seconds()), null, null, "test", now);
        }

        private Command unblock(SubjectKey key) {
            return new Command.Unblock(UUID.randomUUID(), key, null, "test", now);
        }

        private void append(Command command, boolean aborted) {
            log.get(partition(command.subject())).add(new Logged(command, aborted));
        }

        private void streams(int partition, int commands) {
            for (int i = 0; i < commands && committed[partition] < log.get(partition).size(); i++) {
                int offset = committed[partition]++;
                Logged logged = log.get(partition).get(offset);
                if (logged.aborted()) continue;
                blocklist.get(partition)
                        .add(new Materialized(row(logged.command()), entry(logged.command()), offset));
            }
        }

        private static @Nullable BlockEntry entry(Command command) {
            return switch (command) {
                case Command.Block block -> BlockEntry.of(block);
                case Command.Invalidate invalidate -> BlockEntry.of(invalidate);
                case Command.Unblock _,Command.Terminate _ -> null;
            };
        }

        private static BlocklistKey row(Command command) {
            return new BlocklistKey(command.lane(), command.subject());
        }

        private void store(int partition, int records) {
            for (int i = 0; i < records && heard[partition] < blocklist.get(partition).size(); i++) {
                Materialized record = blocklist.get(partition).get(heard[partition]++);
                if (record.block() == null) {
                    store.remove(record.key());
                } else {
                    view.invalidatedApps().note(record.key().bytes());
                    store.put(record.block());
                }
                view.overlay().materialized(partition, record.sourceOffset());
                materialized[partition] = Math.max(materialized[partition], record.sourceOffset());
            }
        }

        private void tail(int partition, int commands) {
            for (int i = 0; i < commands && read[partition] < log.get(partition).size(); i++) {
                int offset = read[partition]++;
                view.apply(log.get(partition).get(offset).command(), new Position(partition, offset), now);
            }
        }

        // What OverlaySettling does, with the brokers' answers taken from the model.
        private void settle() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int shown = committed[partition] - 1;
                store(partition, Integer.MAX_VALUE);
                view.overlay().materialized(partition, shown);
                materialized[partition] = Math.max(materialized[partition], shown);
                List<Long> open = view.overlay().undecidedOlderThan(partition, Instant.MAX);
                for (long offset : open) {
                    if (log.get(partition).get((int) offset).aborted()) view.overlay().aborted(partition, offset);
                }
                if (!open.isEmpty()) view.overlay().committedBelow(partition, open.getLast() + 1);
                settledBelow[partition] = Math.max(settledBelow[partition], read[partition]);
            }
        }

        private final int[] settledBelow = new int[PARTITIONS];

        // In the order that DESIGN asks for: offsets, then the store to its end, then the tail.
        private void restart() {
            store = new InMemoryBlockStore();
            long[] shown = new long[PARTITIONS];
            for (int partition = 0; partition < PARTITIONS; partition++) {
                shown[partition] = committed[partition] - 1L;
                heard[partition] = 0;
                read[partition] = committed[partition];
                materialized[partition] = shown[partition];
                settledBelow[partition] = 0;
            }
            view.over(store, new Overlay(shown));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                store(partition, Integer.MAX_VALUE);
            }
        }

        void catchUp() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                tail(partition, Integer.MAX_VALUE);
                streams(partition, Integer.MAX_VALUE);
            }
            settle();
        }

        void check() {
            for (SubjectKey key : KEYS) {
                assertThat(view.find(key, now)).as("%s at %s", key, now)
                        .isEqualTo(inForce(BlocklistKey.block(key)));
                BlockEntry invalidation = inForce(BlocklistKey.invalidation(key));
                assertThat(view.findInvalidation(key, now)).as("invalidation of %s at %s", key, now)
                        .isEqualTo(invalidation);
                assertThat(view.findAnyInvalidation(List.of(key), _ -> now, now)).isEqualTo(
                        invalidation != null && now.isBefore(invalidation.issuedBefore()) ? invalidation : null);
            }
            for (String app : List.of("chat", "other")) {
                for (Lane lane : List.of(Lane.BLOCK, Lane.INVALIDATE)) {
                    List<BlockEntry> inForce = expected().values().stream()
                            .filter(block -> block.key().lane() == lane && block.subject().app().equals(app)
                                    && block.inForceAt(now))
                            .sorted((a, b) -> Arrays.compareUnsigned(a.key().bytes(), b.key().bytes())).toList();
                    assertThat(view.list(new BlockQuery(lane, app, null, "", null, 1_000), now).blocks())
                            .isEqualTo(inForce);
                }
            }
        }

        private @Nullable BlockEntry inForce(BlocklistKey key) {
            BlockEntry expected = expected().get(key);
            return expected != null && expected.inForceAt(now) ? expected : null;
        }

        // Aborted commands count until they are found out to be: the tail reads uncommitted on purpose.
        private Map<BlocklistKey, BlockEntry> expected() {
            Map<BlocklistKey, BlockEntry> fold = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                long known = Math.max(read[partition], materialized[partition] + 1);
                for (int offset = 0; offset < known; offset++) {
                    Logged logged = log.get(partition).get(offset);
                    boolean foundOut = offset <= materialized[partition] || offset < settledBelow[partition];
                    if (logged.aborted() && foundOut) continue;
                    BlockEntry entry = entry(logged.command());
                    if (entry == null) {
                        fold.remove(row(logged.command()));
                    } else {
                        fold.put(row(logged.command()), entry);
                    }
                }
            }
            return fold;
        }
    }
}
