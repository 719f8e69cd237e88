package dev.bouncer.api.console.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.InMemoryBlockStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:30Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong();
    private final InMemoryBlockStore store = new InMemoryBlockStore();
    private final BlockCounts counts = new BlockCounts(new BlocklistView(store, 1), () -> true,
            Figures.COUNT_INTERVAL, nanos::get);
    @AutoClose
    private final Figures figures = new Figures(List.of("chat"), now::get);

    private static Decoded.Valid command(String app, Instant at) {
        return new Decoded.Valid(new Command.Unblock(UUID.randomUUID(),
                SubjectKey.of(app, SubjectKind.USER, "alice"), null, "test", at), new Position(0, 1), at);
    }

    private void command(Instant at, int... millis) {
        Decoded.Valid command = command("chat", at);
        figures.read(command);
        for (int took : millis) {
            figures.enforced(command,
                    new EnforcementReport(command.command().id(), "edge-1", 1, Duration.ofMillis(took), at));
        }
    }

    private Minute last(int back) {
        return figures.minutes("chat").get(59 - back);
    }

    @Test
    void whatHappenedStandsInTheMinuteOfItsCommand() {
        command(START.plusSeconds(5), 3, 9);
        command(START.plusSeconds(25), 5);
        command(START.plusSeconds(31));
        now.set(START.plusSeconds(40));

        assertThat(figures.minutes("chat")).hasSize(60);
        assertThat(last(1).start()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(last(1).commands()).isEqualTo(2);
        assertThat(List.of(last(1).p50(), last(1).p90(), last(1).p99())).containsExactly(5.0, 9.0, 9.0);
        assertThat(last(0).commands()).isEqualTo(1);
        assertThat(last(0).p50()).as("nobody was closed").isNaN();
        assertThat(last(2).commands()).as("before the start").isNaN();
    }

    @Test
    void anHourLaterItIsForgottenAndWhatIsTooOldIsNotCounted() {
        command(START);
        command(START.minusSeconds(60));
        command(START.minusSeconds(3_600));
        assertThat(last(0).commands()).isEqualTo(1);
        now.set(START.plusSeconds(59 * 60));
        assertThat(last(59).commands()).isEqualTo(1);
        now.set(START.plusSeconds(60 * 60));
        command(now.get());
        command(START);
        assertThat(last(0).commands()).isEqualTo(1);
        assertThat(figures.minutes("chat").stream().mapToDouble(Minute::commands).sum()).isEqualTo(1);
    }

    @Test
    void blocksAndSessionsAreThoseOfTheLastSample() {
        store.put(block("a"));
        figures.sample("chat", counts, _ -> 7);
        assertThat(last(0).blocks()).isEqualTo(1);
        assertThat(last(0).sessions()).isEqualTo(7);

        now.set(START.plusSeconds(10));
        figures.sample("chat", counts, _ -> -1);
        assertThat(last(0).sessions()).as("not known any more, and it was 7").isEqualTo(7);
        now.set(START.plusSeconds(70));
        figures.sample("chat", counts, _ -> {
            throw new IllegalStateException("broken");
        });
        assertThat(last(0).sessions()).isNaN();
    }

    @Test
    void blocksAreCountedTheMoreSeldomTheLongerItTakes() {
        store.put(block("a"));
        AtomicLong slow = new AtomicLong();
        // Each look at the clock takes two seconds.
        BlockCounts counting = new BlockCounts(new BlocklistView(store, 1), () -> true, Figures.COUNT_INTERVAL,
                () -> slow.addAndGet(2_000_000_000));
        assertThat(counting.of("chat")).isNegative();
        counting.count("chat", () -> true);
        assertThat(counting.of("chat")).isEqualTo(1);
        store.put(block("b"));
        slow.addAndGet(Duration.ofSeconds(150).toNanos());
        counting.count("chat", () -> true);
        assertThat(counting.of("chat")).as("a hundred times two seconds have not passed").isEqualTo(1);
        slow.addAndGet(Duration.ofSeconds(60).toNanos());
        counting.count("chat", () -> true);
        assertThat(counting.of("chat")).isEqualTo(2);
    }

    @Test
    void othersAreNotCounted() {
        figures.read(command("made-up", START));
        store.put(new BlockEntry(SubjectKey.of("other", SubjectKind.USER, "x"), UUID.randomUUID(), START, null, null,
                null, "test"));
        figures.sample("chat", counts, _ -> 0);
        assertThat(last(0).blocks()).isZero();
        assertThat(last(0).commands()).isZero();
    }

    private static BlockEntry block(String id) {
        return new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, id), UUID.randomUUID(), START, null, null, null,
                "test");
    }
}
