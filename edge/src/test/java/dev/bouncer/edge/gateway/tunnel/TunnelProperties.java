package dev.bouncer.edge.gateway.tunnel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bouncer.edge.gateway.frames.Bytes;
import dev.bouncer.edge.gateway.frames.FrameLimits;
import dev.bouncer.edge.gateway.frames.FrameScanner;
import dev.bouncer.enforcement.CloseFrame;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Both sides talk at once through one tunnel, in whatever pieces, until somebody ends it in whatever way. */
@SuppressWarnings("NullAway.Init")
final class TunnelProperties {
    // The longest header of which all but a byte has come: that is not passed on.
    private static final int HALF_A_HEADER = 13;
    // How much a side that does not read lets the other write, at least.
    private static final int EASY = 4 * 1024;
    private static final int SMALL = 4 * 1024;
    private static final byte[] CLOSED = {(byte) 0x88, 9, 0x11, 0x33, 'b', 'l', 'o', 'c', 'k', 'e', 'd'};
    private static final int GOING_AWAY = 8;

    private static JoinedSockets sockets;

    @BeforeContainer
    static void start() throws Exception {
        sockets = new JoinedSockets(0);
    }

    @AfterContainer
    static void stop() throws IOException {
        sockets.assertNothingLeft();
        sockets.close();
    }

    /** How one of them goes, when it has said so much. */
    enum Parting {
        HALF_CLOSE, RESET
    }

    /**
     * What one side says and how.
     *
     * @param pieces what it is written in
     * @param slow   whether the other side first reads when it must
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Speech(byte[] bytes, TreeSet<Integer> ends, List<Integer> pieces, boolean slow) {
        static Speech of(boolean masked, long seed, int count, List<Integer> pieces, boolean slow) {
            List<Bytes> frames = Bytes.some(masked, new Random(seed), count);
            TreeSet<Integer> ends = new TreeSet<>();
            int end = 0;
            ends.add(end);
            for (Bytes frame : frames) {
                end += frame.bytes().length;
                ends.add(end);
            }
            return new Speech(Bytes.joined(frames), ends, pieces, slow);
        }

        void awaitTurn(Peer speaker, int count) {
            if (slow) await().until(() -> speaker.hasWritten(Math.min(count, EASY)));
        }

        /** How much of it was heard. */
        int heard(CompletableFuture<byte[]> heard) throws Exception {
            return agreed(heard.get(20, TimeUnit.SECONDS));
        }

        int agreed(byte[] heard) {
            int differs = Arrays.mismatch(bytes, heard);
            assertThat(differs).as("where %s bytes differ", heard.length).isIn(-1, heard.length);
            return heard.length;
        }

        @Override
        public String toString() {
            return bytes.length + " bytes in " + ends.size() + " frames" + (slow ? ", slowly read" : "");
        }
    }

    /**
     * Both sides, and how it ends.
     *
     * @param cut    how much of what it has to say the side that parts says, in hundredths
     * @param buffer of each socket
     */
    record Talk(Speech up, Speech down, Parting parting, boolean clientParts, int cut, int buffer) {}

    private static CompletableFuture<byte[]> hear(Peer from, Peer speaker, Speech speech, int count) {
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        return Peer.play(() -> {
            speech.awaitTurn(speaker, count);
            heard.complete(from.rest());
        }).thenCombine(heard, (_, bytes) -> bytes);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whatGoesInComesOut(@ForAll("talks") Talk talk) throws Exception {
        try (JoinedSockets.Joined ends = sockets.join(TunnelRules.NONE, talk.buffer())) {
            int upCount = talk.up().bytes().length;
            int downCount = talk.down().bytes().length;
            CompletableFuture<byte[]> upHeard = hear(ends.upstream(), ends.client(), talk.up(), upCount);
            CompletableFuture<byte[]> downHeard = hear(ends.client(), ends.upstream(), talk.down(), downCount);
            CompletableFuture<Void> up = Peer.play(() -> {
                ends.client().write(talk.up().bytes(), upCount, talk.up().pieces());
                ends.client().halfClose();
            });
            ends.upstream().write(talk.down().bytes(), downCount, talk.down().pieces());
            ends.upstream().halfClose();

            assertThat(talk.up().heard(upHeard)).isEqualTo(upCount);
            assertThat(talk.down().heard(downHeard)).isEqualTo(downCount);
            up.get(20, TimeUnit.SECONDS);
            ends.gone().get(20, TimeUnit.SECONDS);
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whoeverPartsTheOtherHearsWhatWasSaid(@ForAll("talks") Talk talk) throws Exception {
        try (JoinedSockets.Joined ends = sockets.join(TunnelRules.NONE, talk.buffer())) {
            Peer parting = talk.clientParts() ? ends.client() : ends.upstream();
            Peer staying = talk.clientParts() ? ends.upstream() : ends.client();
            Speech said = talk.clientParts() ? talk.up() : talk.down();
            Speech answer = talk.clientParts() ? talk.down() : talk.up();
            int saidCount = (int) (said.bytes().length * (long) talk.cut() / 100);
            CompletableFuture<byte[]> saidHeard = hear(staying, parting, said, saidCount);
            CompletableFuture<byte[]> answerHeard = hear(parting, staying, answer, answer.bytes().length);
            CompletableFuture<Void> answering = Peer.play(() -> {
                staying.write(answer.bytes(), answer.bytes().length, answer.pieces());
                staying.halfClose();
            });
            parting.write(said.bytes(), saidCount, said.pieces());
            if (talk.parting() == Parting.RESET) {
                parting.reset();
                assertThat(said.heard(saidHeard)).isLessThanOrEqualTo(saidCount);
                assertThat(answer.heard(answerHeard)).isLessThanOrEqualTo(answer.bytes().length);
            } else {
                parting.halfClose();
                assertThat(said.heard(saidHeard)).isBetween(saidCount - HALF_A_HEADER, saidCount);
                assertThat(answer.heard(answerHeard)).isEqualTo(answer.bytes().length);
                answering.get(20, TimeUnit.SECONDS);
            }
            ends.gone().get(20, TimeUnit.SECONDS);
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whoeverIsToldToGoHearsItBetweenFrames(@ForAll("talks") Talk talk) throws Exception {
        try (JoinedSockets.Joined ends = sockets.join(TunnelRules.NONE, talk.buffer())) {
            Speech down = talk.down();
            int before = (int) (down.bytes().length * (long) talk.cut() / 100);
            CompletableFuture<Void> closeHeard = new CompletableFuture<>();
            CompletableFuture<byte[]> upHeard = hear(ends.upstream(), ends.client(), talk.up(), 0);
            CompletableFuture<Void> up = Peer.play(() -> {
                ends.client().write(talk.up().bytes(), talk.up().bytes().length, talk.up().pieces());
                closeHeard.get(20, TimeUnit.SECONDS);
                ends.client().write(Bytes.client(Bytes.FIN | Bytes.CLOSE, 2).bytes());
            });
            CompletableFuture<Void> downward = Peer.play(() -> {
                ends.upstream().write(down.bytes(), before, down.pieces());
                ends.tunnel().close(new CloseFrame(4403, "blocked"));
                byte[] rest = Arrays.copyOfRange(down.bytes(), before, down.bytes().length);
                ends.upstream().write(rest, rest.length, down.pieces());
                ends.upstream().halfClose();
            });
            byte[] heard = untilClosed(ends.client());
            long told = System.nanoTime();
            closeHeard.complete(null);

            assertThat(ends.client().rest()).isEmpty();
            assertThat(System.nanoTime() - told).as("cut at the answer, not when patience ends")
                    .isLessThan(TimeUnit.SECONDS.toNanos(3));
            assertThat(heard).endsWith(CLOSED);
            assertWholeFrames(down, heard, CLOSED.length);
            up.get(20, TimeUnit.SECONDS);
            downward.exceptionally(_ -> null).get(20, TimeUnit.SECONDS);
            byte[] above = upHeard.get(20, TimeUnit.SECONDS);
            // Masked, with a mask of its own.
            assertThat(above[above.length - GOING_AWAY]).as("of %s bytes", above.length).isEqualTo((byte) 0x88);
            assertWholeFrames(talk.up(), above, GOING_AWAY);
            ends.gone().get(20, TimeUnit.SECONDS);
        }
    }

    private static void assertWholeFrames(Speech said, byte[] heard, int close) {
        int before = said.agreed(Arrays.copyOf(heard, heard.length - close));
        assertThat(said.ends().contains(before)).as("whether a frame ends at %s", before).isTrue();
    }

    /** All that a server says up to its close frame, and that. */
    private static byte[] untilClosed(Peer client) throws IOException {
        FrameScanner scanner = new FrameScanner(false, false, FrameLimits.NONE);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        byte[] kept = {};
        while (!scanner.isClosed()) {
            byte[] more = client.some();
            assertThat(more).as("more, after %s bytes", heard.size()).isNotEmpty();
            heard.writeBytes(more);
            ByteBuffer next = ByteBuffer.allocate(kept.length + more.length).put(kept).put(more).flip();
            assertThat(scanner.scan(next, false)).isNull();
            kept = new byte[next.remaining()];
            next.get(kept);
        }
        assertThat(kept).isEmpty();
        return heard.toByteArray();
    }

    @Provide
    static Arbitrary<Talk> talks() {
        return Combinators.combine(speech(true), speech(false), Arbitraries.of(Parting.class),
                Arbitraries.of(true, false), Arbitraries.integers().between(0, 100), Arbitraries.of(0, 0, SMALL))
                .as(Talk::new);
    }

    private static Arbitrary<Speech> speech(boolean masked) {
        Arbitrary<List<Integer>> pieces = Combinators.combine(
                Arbitraries.integers().between(1, 20).list().ofMaxSize(8),
                Arbitraries.integers().between(1_000, 30_000)).as((tiny, large) -> {
                    List<Integer> all = new ArrayList<>(tiny);
                    all.add(large);
                    return all;
                });
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(1, 30), pieces,
                Arbitraries.of(true, false))
                .as((seed, count, lengths, slow) -> Speech.of(masked, seed, count, lengths, slow));
    }
}
