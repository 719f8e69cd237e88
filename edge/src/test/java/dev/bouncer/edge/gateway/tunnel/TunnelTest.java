package dev.bouncer.edge.gateway.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bouncer.config.Rate;
import dev.bouncer.edge.gateway.frames.Bytes;
import dev.bouncer.edge.gateway.frames.FrameLimits;
import dev.bouncer.edge.gateway.tunnel.JoinedSockets.Joined;
import dev.bouncer.edge.session.TestSessions;
import dev.bouncer.enforcement.CloseFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static dev.bouncer.edge.gateway.frames.Bytes.BINARY;
import static dev.bouncer.edge.gateway.frames.Bytes.CLOSE;
import static dev.bouncer.edge.gateway.frames.Bytes.CONTINUATION;
import static dev.bouncer.edge.gateway.frames.Bytes.FIN;
import static dev.bouncer.edge.gateway.frames.Bytes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init")
final class TunnelTest {
    private static final CloseFrame BLOCKED = new CloseFrame(4403, "blocked");
    private static final int BUFFER = 16 * 1024;
    private static final int SIXTEEN_MEBIBYTES = 16 << 20;

    private JoinedSockets sockets;
    private Joined ends;

    @BeforeEach
    void start() throws Exception {
        sockets = new JoinedSockets(0);
        ends = sockets.join();
    }

    @AfterEach
    void stop() throws IOException {
        ends.close();
        sockets.assertNothingLeft();
        sockets.close();
    }

    /** The first two bytes, the code and the reason of the close frame that these bytes are. */
    private static String close(byte[] frame, boolean masked) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        assertThat(bytes.get()).isEqualTo((byte) 0x88);
        int length = bytes.get() & 0x7f;
        int mask = masked ? bytes.getInt() : 0;
        byte[] payload = new byte[length];
        bytes.get(payload);
        assertThat(bytes.hasRemaining()).isFalse();
        for (int i = 0; i < length; i++)
            payload[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
        return (ByteBuffer.wrap(payload).getShort() & 0xffff) + " "
                + new String(payload, 2, length - 2, StandardCharsets.UTF_8);
    }

    private static Bytes random(boolean masked, int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        return new Bytes(FIN | BINARY, masked, 0x9abcdef0, payload);
    }

    @Test
    void framesOfSixteenMebibytesBothWaysAtOnce() throws Exception {
        byte[] up = random(true, SIXTEEN_MEBIBYTES).bytes();
        byte[] down = random(false, SIXTEEN_MEBIBYTES).bytes();
        CompletableFuture<Void> upwards = Peer.play(() -> ends.client().write(up));
        CompletableFuture<Void> downwards = Peer.play(() -> ends.upstream().write(down));
        CompletableFuture<Void> heard = Peer
                .play(() -> assertThat(Arrays.equals(ends.client().read(down.length), down)).isTrue());

        assertThat(Arrays.equals(ends.upstream().read(up.length), up)).isTrue();
        CompletableFuture.allOf(upwards, downwards, heard).get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverDoesNotReadMakesTheOtherWait(boolean clientSpeaks) throws Exception {
        try (JoinedSockets small = new JoinedSockets(BUFFER); Joined narrow = small.join(TunnelRules.NONE, BUFFER)) {
            Peer speaker = clientSpeaks ? narrow.client() : narrow.upstream();
            Peer listener = clientSpeaks ? narrow.upstream() : narrow.client();
            byte[] speech = random(clientSpeaks, 4 << 20).bytes();
            CompletableFuture<Void> speaking = Peer.play(() -> speaker.write(speech));
            await().during(Duration.ofMillis(200)).until(speaker.written::get, new Still());

            // Linux gives each of four buffers twice what it is asked for; the fifth is the chunk.
            assertThat(speaker.written.get()).isLessThan(4 * 2 * BUFFER + Pump.CHUNK + BUFFER);
            assertThat(small.pool.getLeaks()).as("chunks").hasSize(1);
            assertThat(Arrays.equals(listener.read(speech.length), speech)).isTrue();
            speaking.get(20, TimeUnit.SECONDS);
            await().until(() -> small.pool.getLeaks().isEmpty());
        }
    }

    // It is not idle: what it sends is read, as long as the other reads it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverSendsAndNeverReadsIsCut(boolean client) throws Exception {
        try (JoinedSockets small = new JoinedSockets(BUFFER, Duration.ofMillis(500));
                Joined narrow = small.join(TunnelRules.NONE, BUFFER)) {
            Peer deaf = client ? narrow.client() : narrow.upstream();
            Peer other = client ? narrow.upstream() : narrow.client();
            byte[] word = (client ? Bytes.client(FIN | TEXT, 3) : Bytes.server(FIN | TEXT, 3)).bytes();
            byte[] speech = random(!client, 4 << 20).bytes();
            CompletableFuture<Void> speaking = Peer.play(() -> other.write(speech));
            CompletableFuture<Void> talking = Peer.play(() -> {
                while (true) {
                    deaf.write(word);
                    other.read(word.length);
                }
            });

            assertThat(narrow.gone()).succeedsWithin(Duration.ofSeconds(20));
            assertThat(narrow.violations()).containsExactly(client ? "stuck client" : "stuck upstream");
            assertThat(speaking).failsWithin(Duration.ofSeconds(20));
            assertThat(talking).failsWithin(Duration.ofSeconds(20));
            small.assertNothingLeft();
        }
    }

    @Test
    void whoeverReadsSlowlyMayTakeItsTime() throws Exception {
        Duration patience = Duration.ofMillis(500);
        try (JoinedSockets small = new JoinedSockets(BUFFER, patience);
                Joined narrow = small.join(TunnelRules.NONE, BUFFER)) {
            byte[] speech = random(false, 1 << 20).bytes();
            CompletableFuture<Void> speaking = Peer.play(() -> narrow.upstream().write(speech));
            long begin = System.nanoTime();
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                assertThat(narrow.client().read(2 * BUFFER)).hasSize(2 * BUFFER);
                return System.nanoTime() - begin > patience.multipliedBy(2).toNanos();
            });
            assertThat(speaking).isNotDone();
            assertThat(narrow.gone()).isNotDone();
        }
    }

    @Test
    void whoeverGoesJustAsItIsDroppedLeavesNothing() throws Exception {
        for (int round = 0; round < 1000; round++) {
            try (Joined pair = sockets.join()) {
                Peer leaving = round % 2 == 0 ? pair.client() : pair.upstream();
                CompletableFuture<Void> left = Peer.play(leaving::halfClose);
                // Somewhere among what follows from that.
                for (int i = 0; i < round * 50; i++)
                    Thread.onSpinWait();
                pair.tunnel().drop();
                left.get(20, TimeUnit.SECONDS);
            }
        }
        await().untilAsserted(() -> assertThat(TestSessions.waiting(sockets.timers)).as("timers").isZero());
    }

    @Test
    void whoeverIsSilentTakesNoMemory() throws Exception {
        ends.client().write(Bytes.client(FIN | TEXT, 3).bytes());
        ends.upstream().read(9);

        await().until(() -> sockets.pool.getLeaks().isEmpty());
    }

    @Test
    void atTheEndOfAMessageAClientIsToldAtOnce() throws Exception {
        long begin = System.nanoTime();
        ends.tunnel().send("{}");
        ends.tunnel().close(BLOCKED);

        assertThat(ends.client().read(4)).isEqualTo(new byte[]{(byte) 0x81, 2, '{', '}'});
        assertThat(close(ends.client().frame(), false)).isEqualTo("4403 blocked");
        assertThat(close(ends.upstream().frame(), true)).isEqualTo("1001 ");
        assertThat(System.nanoTime() - begin).isLessThan(Tunnel.FRAME_GRACE.toNanos());
        ends.client().write(Bytes.client(FIN | CLOSE, 2).bytes());
        ends.upstream().write(Bytes.server(FIN | CLOSE, 2).bytes());
        assertThat(ends.client().rest()).isEmpty();
        assertThat(ends.upstream().rest()).isEmpty();
        ends.gone().get(20, TimeUnit.SECONDS);
        assertThat(System.nanoTime() - begin).isLessThan(Tunnel.FRAME_GRACE.plus(Tunnel.CLOSE_GRACE).toNanos());
    }

    @Test
    void whileNobodyMayBeServedNothingIsPassedOnAndTheFarewellComesNext() throws Exception {
        sockets.serveNobody();
        ends.upstream().write(Bytes.server(FIN | TEXT, 7).bytes());
        ends.client().write(Bytes.client(FIN | TEXT, 7).bytes());
        await().until(() -> sockets.pool.getLeaks().size() == 2);

        ends.tunnel().close(BLOCKED);

        assertThat(close(ends.client().frame(), false)).isEqualTo("4403 blocked");
        assertThat(close(ends.upstream().frame(), true)).isEqualTo("1001 ");
        ends.client().write(Bytes.client(FIN | CLOSE, 2).bytes());
        ends.upstream().write(Bytes.server(FIN | CLOSE, 2).bytes());
        assertThat(ends.client().rest()).isEmpty();
    }

    @Test
    void inTheMidstOfAMessageNothingButTheCloseFrameMayStand() throws Exception {
        byte[] fragment = Bytes.server(TEXT, 3).bytes();
        ends.upstream().write(fragment);
        assertThat(ends.client().read(fragment.length)).isEqualTo(fragment);
        ends.tunnel().send("{}");
        ends.tunnel().close(BLOCKED);

        assertThat(close(ends.client().frame(), false)).isEqualTo("4403 blocked");
    }

    @Test
    void aFrameWhoseRestComesIsPassedFirst() throws Exception {
        byte[] frame = Bytes.server(FIN | TEXT, 100).bytes();
        ends.upstream().write(frame, 60, List.of(60));
        assertThat(ends.client().read(60)).hasSize(60);
        ends.tunnel().close(BLOCKED);
        ends.upstream().write(Arrays.copyOfRange(frame, 60, frame.length));
        ends.upstream().write(Bytes.server(FIN | TEXT, 7).bytes());

        assertThat(ends.client().read(42)).isEqualTo(Arrays.copyOfRange(frame, 60, frame.length));
        assertThat(close(ends.client().frame(), false)).isEqualTo("4403 blocked");
    }

    @Test
    void aFrameWhoseRestNeverComesIsCut() throws Exception {
        byte[] frame = Bytes.server(FIN | TEXT, 100).bytes();
        ends.upstream().write(frame, 60, List.of(60));
        assertThat(ends.client().read(60)).hasSize(60);
        long begin = System.nanoTime();
        ends.tunnel().close(BLOCKED);

        assertThat(ends.client().rest()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Tunnel.FRAME_GRACE,
                Tunnel.FRAME_GRACE.multipliedBy(3));
        ends.gone().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aClientThatTakesNothingIsCut() throws Exception {
        CompletableFuture<Void> speaking = Peer.play(() -> {
            byte[] frame = Bytes.server(FIN | BINARY, 60_000).bytes();
            while (true)
                ends.upstream().write(frame);
        });
        await().during(Duration.ofMillis(200)).until(ends.upstream().written::get, new Still());
        ends.tunnel().close(BLOCKED);

        ends.gone().get(3, TimeUnit.SECONDS);
        assertThat(speaking).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void anAnswerInPiecesIsHeard() throws Exception {
        byte[] frame = Bytes.client(FIN | TEXT, 200).bytes();
        byte[] bye = Bytes.client(FIN | CLOSE, 2).bytes();
        ends.client().write(frame);
        ends.upstream().read(frame.length);
        ends.client().write(frame, 3, List.of(1));
        await().until(() -> sockets.pool.getLeaks().size() == 1);
        ends.tunnel().close(BLOCKED);
        ends.client().frame();
        long told = System.nanoTime();
        ends.client().write(Arrays.copyOfRange(frame, 3, frame.length));
        ends.client().write(frame);
        ends.client().write(bye);

        assertThat(ends.client().rest()).isEmpty();
        assertThat(System.nanoTime() - told).as("cut at the answer, not when patience ends")
                .isLessThan(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void aClientAgainstTheRulesIsToldWhichAndNothingOfItIsPassed() throws Exception {
        byte[] good = Bytes.client(FIN | TEXT, 3).bytes();
        ends.client().write(good);
        ends.client().write(Bytes.server(FIN | TEXT, 3).bytes());

        assertThat(close(ends.client().frame(), false)).isEqualTo("1002 a frame that is not masked");
        assertThat(ends.upstream().read(good.length)).isEqualTo(good);
        assertThat(close(ends.upstream().frame(), true)).isEqualTo("1001 ");
        assertThat(ends.violations()).containsExactly("client");
    }

    @Test
    void anUpstreamAgainstTheRulesIsTold() throws Exception {
        ends.upstream().write(Bytes.client(FIN | TEXT, 3).bytes());

        assertThat(close(ends.client().frame(), false)).isEqualTo("1014 bad-upstream");
        assertThat(close(ends.upstream().frame(), true)).isEqualTo("1002 a frame that is masked");
    }

    @Test
    void longMessagesAreRefusedAtTheirHeader() throws Exception {
        try (Joined limited = sockets.join(new TunnelRules(new FrameLimits(1000, 2000), Rate.UNLIMITED), 0)) {
            limited.client().write(Bytes.header(FIN | TEXT, true, 1L << 40));

            assertThat(close(limited.client().frame(), false))
                    .isEqualTo("1009 a frame of 1099511627776 bytes, expected at most 1000");
        }
    }

    @Test
    void messagesBeforeACloseFrameArriveWhenTheUpstreamGoesAtOnce() throws Exception {
        byte[] last = Bytes.server(FIN | TEXT, 70_000).bytes();
        byte[] bye = Bytes.server(FIN | CLOSE, 2).bytes();
        ends.upstream().write(last);
        ends.upstream().write(bye);
        ends.upstream().close();

        assertThat(ends.client().read(last.length)).isEqualTo(last);
        assertThat(ends.client().read(bye.length)).isEqualTo(bye);
        ends.client().write(Bytes.client(FIN | CLOSE, 2).bytes());
        assertThat(ends.client().rest()).isEmpty();
        ends.gone().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aContinuationGoesOnAfterAControlFrame() throws Exception {
        byte[] all = Bytes.joined(List.of(Bytes.client(TEXT, 2), Bytes.client(FIN | Bytes.PING, 3),
                Bytes.client(FIN | CONTINUATION, 1)));
        ends.client().write(all);

        assertThat(ends.upstream().read(all.length)).isEqualTo(all);
    }

    /** Whether a number is what it was when it was looked at last. */
    private static final class Still implements java.util.function.Predicate<Long> {
        private long last = -1;

        @Override
        public boolean test(Long now) {
            boolean same = now == last;
            last = now;
            return same && now > 0;
        }
    }
}
