package dev.bouncer.api.console.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.api.console.feed.Decisions.block;
import static dev.bouncer.api.console.feed.Decisions.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class FeedStreamTest {
    private final Feed feed = new Feed(List.of("chat"), 300);
    private final FeedStream stream = new FeedStream(feed, "p1", Duration.ofMillis(20));
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean gone;
    private volatile boolean signedIn = true;
    private @Nullable Thread running;

    private void open(@Nullable String lastId) {
        running = Thread.ofVirtual().start(() -> {
            try {
                assertThat(stream.run("session", "chat", lastId, entry -> Decisions.id(entry) + "\n" + entry.sessions(),
                        () -> signedIn,
                        this::send)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void send(String text) throws IOException {
        if (gone) throw new IOException("the browser is gone");
        sent.add(text);
    }

    @AfterEach
    void stop() throws InterruptedException {
        feed.close();
        if (running != null) running.join();
    }

    private String events() {
        return sent.stream().filter(text -> !text.equals("retry: 2000\n\n") && !text.equals(":\n\n"))
                .collect(Collectors.joining());
    }

    private static String entry(int number, int sessions) {
        return "event: entry\ndata: u-" + number + "\ndata: " + sessions + "\n\n";
    }

    @Test
    void whoComesFirstGetsTheNewestAndThenWhatChanges() {
        feed.read(block("chat", 1));
        open(null);
        String first = "event: reset\ndata:\n\n" + entry(1, 0) + "id: p1-1\n\n";
        await().untilAsserted(() -> assertThat(events()).isEqualTo(first));

        feed.enforced(block("chat", 1), report(1, "edge-1", 4, 7));

        await().untilAsserted(() -> assertThat(events()).isEqualTo(first + entry(1, 4) + "id: p1-2\n\n"));
    }

    @Test
    void whoComesBackGetsWhatItLacks() {
        feed.read(block("chat", 1));
        feed.read(block("chat", 2));
        open("p1-1");
        await().untilAsserted(() -> assertThat(events()).isEqualTo(entry(2, 0) + "id: p1-2\n\n"));
    }

    @Test
    void whoComesFromAnotherProcessBeginsAnew() {
        feed.read(block("chat", 1));
        for (String id : List.of("p2-1", "p1-", "p1-x", "")) {
            sent.clear();
            gone = false;
            open(id);
            await().untilAsserted(
                    () -> assertThat(events()).isEqualTo("event: reset\ndata:\n\n" + entry(1, 0) + "id: p1-1\n\n"));
            gone = true;
            await().until(() -> running != null && !running.isAlive());
        }
    }

    @Test
    void whoLacksMoreThanAPageBeginsAnew() {
        for (int number = 1; number <= FeedStream.SHOWN + 2; number++) {
            feed.read(block("chat", number));
        }
        open("p1-1");
        await().untilAsserted(() -> assertThat(events()).startsWith("event: reset\ndata:\n\n" + entry(3, 0))
                .endsWith(entry(102, 0) + "id: p1-102\n\n"));
    }

    @Test
    void itShowsThatItIsThereAndEndsWithTheSession() {
        open(null);
        await().until(() -> sent.contains(":\n\n"));
        signedIn = false;
        await().until(() -> running != null && !running.isAlive());
    }

    @Test
    void oneSessionHasFewAndTheNextIsRefusedAtOnce() throws Exception {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < FeedStream.MOST_OF_A_SESSION; i++) {
            open(null);
            all.add(running);
        }
        await().until(() -> sent.stream().filter(text -> text.startsWith("event: reset"))
                .count() == FeedStream.MOST_OF_A_SESSION);
        assertThat(stream.run("session", "chat", null, Decisions::id, () -> false, this::send)).isFalse();
        assertThat(stream.run("another", "chat", null, Decisions::id, () -> false, this::send)).isTrue();
        signedIn = false;
        for (Thread stream : all)
            stream.join();
        assertThat(stream.run("session", "chat", null, Decisions::id, () -> false, this::send)).isTrue();
    }

    @Test
    void itEndsWhenTheBrowserGoesAndWhenTheProcessDoes() {
        open(null);
        gone = true;
        await().until(() -> running != null && !running.isAlive());
        gone = false;
        open(null);
        await().until(() -> !sent.isEmpty());
        feed.close();
        await().until(() -> running != null && !running.isAlive());
    }
}
