package dev.bouncer.api.console.feed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.bouncer.api.console.feed.Decisions.block;
import static dev.bouncer.api.console.feed.Decisions.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FeedTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @AutoClose
    private final Feed feed = new Feed(List.of("chat", "blog"), 3);

    private static List<String> ids(Changes changes) {
        return changes.entries().stream().map(Decisions::id).toList();
    }

    @Test
    void theNewestDecisionsAreKeptWhicheverIsHeardOfFirst() {
        feed.read(block("chat", 4));
        feed.read(block("chat", 2));
        feed.read(block("chat", 3));
        feed.read(block("chat", 1));
        feed.read(block("blog", 9));

        assertThat(ids(feed.newest("chat", 10))).containsExactly("u-2", "u-3", "u-4");
        assertThat(ids(feed.newest("chat", 2))).containsExactly("u-3", "u-4");
        assertThat(ids(feed.newest("blog", 10))).containsExactly("u-9");
    }

    @Test
    void whatWasClosedGrowsEdgeByEdge() {
        feed.read(block("chat", 1));
        assertThat(feed.newest("chat", 1).entries().getFirst().took()).isNull();
        feed.enforced(block("chat", 1), report(1, "edge-1", 3, 9));
        feed.enforced(block("chat", 1), report(1, "edge-2", 1, 5));
        feed.enforced(block("chat", 1), report(1, "edge-1", 3, 9));
        feed.read(block("chat", 1));

        FeedEntry entry = feed.newest("chat", 1).entries().getFirst();
        assertThat(entry.sessions()).isEqualTo(4);
        assertThat(entry.edges()).isEqualTo(2);
        assertThat(entry.took()).isEqualTo(Duration.ofMillis(9));
        assertThat(ids(feed.newest("chat", 10))).containsExactly("u-1");
    }

    @Test
    void whoAsksWhatHasChangedGetsTheEntriesAsTheyAreNow() {
        feed.read(block("chat", 1));
        feed.read(block("chat", 2));
        long last = feed.newest("chat", 10).last();
        assertThat(feed.since("chat", last, 10).entries()).isEmpty();

        feed.read(block("chat", 3));
        feed.enforced(block("chat", 1), report(1, "edge-1", 3, 9));

        Changes changes = feed.since("chat", last, 10);
        assertThat(ids(changes)).containsExactly("u-3", "u-1");
        assertThat(changes.skipped()).isFalse();
        assertThat(feed.since("chat", changes.last(), 10).entries()).isEmpty();
    }

    @Test
    void whoHasMissedTooMuchIsToldSo() {
        feed.read(block("chat", 1));
        long last = feed.newest("chat", 10).last();
        for (int number = 2; number <= 4; number++) {
            feed.read(block("chat", number));
        }
        assertThat(feed.since("chat", last, 3).skipped()).isFalse();
        assertThat(feed.since("chat", last, 2).skipped()).as("more than it takes").isTrue();
        feed.read(block("chat", 5));
        assertThat(feed.since("chat", last, 3).skipped()).as("more than there is").isTrue();
    }

    @Test
    void waitingEndsWithAChangeOrWithTheFeed() throws Exception {
        assertThat(feed.awaitAfter("chat", 0, Duration.ofMillis(1))).isFalse();
        CompletableFuture<Boolean> changed = waiting(0);
        feed.read(block("chat", 1));
        assertThat(changed).succeedsWithin(LONG).isEqualTo(true);
        CompletableFuture<Boolean> ended = waiting(1);
        feed.close();
        assertThat(ended).succeedsWithin(LONG).isEqualTo(false);
    }

    private CompletableFuture<Boolean> waiting(long last) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return feed.awaitAfter("chat", last, LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, command -> Thread.ofVirtual().start(command));
    }

    @Test
    void onlyAppsOfTheConfigurationHaveOne() {
        feed.read(block("made-up", 1));
        feed.enforced(block("made-up", 1), report(1, "edge-1", 1, 1));

        assertThatIllegalArgumentException().isThrownBy(() -> feed.newest("made-up", 1))
                .withMessage("app: expected one of the configuration, got made-up");
    }
}
