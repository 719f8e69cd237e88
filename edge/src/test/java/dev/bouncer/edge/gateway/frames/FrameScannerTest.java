package dev.bouncer.edge.gateway.frames;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.gateway.frames.Bytes.BINARY;
import static dev.bouncer.edge.gateway.frames.Bytes.CLOSE;
import static dev.bouncer.edge.gateway.frames.Bytes.CONTINUATION;
import static dev.bouncer.edge.gateway.frames.Bytes.FIN;
import static dev.bouncer.edge.gateway.frames.Bytes.PING;
import static dev.bouncer.edge.gateway.frames.Bytes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

/** Each rule of RFC 6455, section 5, kept and broken. */
final class FrameScannerTest {
    private static final FrameLimits LIMITS = new FrameLimits(10, 15);

    private final FrameScanner scanner = new FrameScanner(true, false, FrameLimits.NONE);

    private static String judged(FrameScanner scanner, byte[]... parts) {
        for (byte[] part : parts) {
            Violation violation = scanner.scan(ByteBuffer.wrap(part), false);
            if (violation != null) return violation.code() + " " + violation.why();
        }
        return "fine";
    }

    private static String judged(FrameScanner scanner, Bytes... frames) {
        List<byte[]> parts = new ArrayList<>();
        for (Bytes frame : frames)
            parts.add(frame.bytes());
        return judged(scanner, parts.toArray(byte[][]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65535, 65536, 70000})
    void lengthsInTheirShortestForm(int length) {
        ByteBuffer bytes = ByteBuffer.wrap(Bytes.client(FIN | BINARY, length).bytes());

        assertThat(scanner.scan(bytes, false)).isNull();

        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(scanner.isBetweenFrames()).isTrue();
        assertThat(scanner.isBetweenMessages()).isTrue();
        assertThat(scanner.frames()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, (1L << 31) + 1, 1L << 32, Long.MAX_VALUE})
    void framesLongerThanABufferCanBe(long length) {
        ByteBuffer bytes = ByteBuffer.allocate(1024).put(Bytes.header(FIN | BINARY, true, length)).position(0);

        assertThat(scanner.scan(bytes, false)).isNull();

        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(scanner.isBetweenFrames()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"126, 0", "126, 125", "127, 0", "127, 125", "127, 126", "127, 65535", "127, -1",
            "127, -9223372036854775808"})
    void lengthsInALongerForm(int form, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) (FIN | BINARY)).put((byte) (0x80 | form));
        if (form == 126) {
            header.putShort((short) length);
        } else {
            header.putLong(length);
        }
        header.putInt(0).flip();

        assertThat(scanner.scan(header, false))
                .isEqualTo(new Violation(1002, "a length that is not written in its shortest form"));
        assertThat(header.position()).isZero();
    }

    @Test
    void whoMustMask() {
        assertThat(judged(scanner, Bytes.server(FIN | TEXT, 1))).isEqualTo("1002 a frame that is not masked");
        assertThat(judged(new FrameScanner(false, false, FrameLimits.NONE), Bytes.client(FIN | TEXT, 1)))
                .isEqualTo("1002 a frame that is masked");
        assertThat(judged(new FrameScanner(false, false, FrameLimits.NONE), Bytes.server(FIN | TEXT, 1)))
                .isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
    void reservedBitsAreAnExtensionsAffair(int bits) {
        Bytes frame = Bytes.client(FIN | bits | TEXT, 1);

        assertThat(judged(scanner, frame)).isEqualTo("1002 reserved bits, which no extension has claimed");
        assertThat(judged(new FrameScanner(true, true, FrameLimits.NONE), frame)).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void unknownOpcodes(int opcode) {
        assertThat(judged(scanner, Bytes.client(FIN | opcode, 1))).isEqualTo("1002 unknown opcode " + opcode);
    }

    @Test
    void controlFramesBetweenFragments() {
        assertThat(judged(scanner, Bytes.client(TEXT, 3), Bytes.client(FIN | PING, 125), Bytes.client(CONTINUATION, 0),
                Bytes.client(FIN | Bytes.PONG, 0))).isEqualTo("fine");
        assertThat(scanner.isBetweenFrames()).isTrue();
        assertThat(scanner.isBetweenMessages()).isFalse();
        assertThat(judged(scanner, Bytes.client(FIN | CONTINUATION, 3))).isEqualTo("fine");
        assertThat(scanner.isBetweenMessages()).isTrue();
    }

    @Test
    void controlFramesInFragmentsOrTooLong() {
        assertThat(judged(scanner, Bytes.client(PING, 0))).isEqualTo("1002 a control frame in fragments");
        assertThat(judged(scanner, Bytes.client(FIN | PING, 126)))
                .isEqualTo("1002 a control frame of 126 bytes, expected at most 125");
        assertThat(judged(scanner, Bytes.header(FIN | CLOSE, true, Long.MAX_VALUE)))
                .isEqualTo("1002 a control frame of 9223372036854775807 bytes, expected at most 125");
        assertThat(judged(scanner, Bytes.client(FIN | CLOSE, 1))).isEqualTo("1002 a close frame with half a code");
    }

    @Test
    void continuationsOfSomethingAlone() {
        assertThat(judged(scanner, Bytes.client(FIN | CONTINUATION, 1))).isEqualTo("1002 a continuation of nothing");
        assertThat(judged(scanner, Bytes.client(TEXT, 1), Bytes.client(FIN | TEXT, 1)))
                .isEqualTo("1002 a message within a message");
        assertThat(judged(scanner, Bytes.client(FIN | CONTINUATION, 1), Bytes.client(FIN | CONTINUATION, 1)))
                .isEqualTo("1002 a continuation of nothing");
    }

    @Test
    void framesAndMessagesAsLongAsTheyMayBe() {
        assertThat(judged(new FrameScanner(true, false, LIMITS), Bytes.client(TEXT, 10),
                Bytes.client(FIN | PING, 125), Bytes.client(FIN | CONTINUATION, 5), Bytes.client(FIN | TEXT, 10)))
                .isEqualTo("fine");
        assertThat(judged(new FrameScanner(true, false, LIMITS), Bytes.client(TEXT, 11)))
                .isEqualTo("1009 a frame of 11 bytes, expected at most 10");
        assertThat(judged(new FrameScanner(true, false, LIMITS), Bytes.client(TEXT, 10),
                Bytes.client(CONTINUATION, 6))).isEqualTo("1009 a message of 16 bytes, expected at most 15");
    }

    @Test
    void aMessageLongerThanALongCanTellIsTooLong() {
        FrameScanner limited = new FrameScanner(false, false, new FrameLimits(Long.MAX_VALUE, Long.MAX_VALUE));

        assertThat(judged(limited, Bytes.server(BINARY, 1).bytes(),
                Bytes.header(CONTINUATION, false, Long.MAX_VALUE))).startsWith("1009 a message of ");
    }

    @Test
    void afterACloseFrameNothingCounts() {
        ByteBuffer bytes = ByteBuffer.wrap(Bytes.joined(List.of(Bytes.client(TEXT, 1), Bytes.client(FIN | CLOSE, 2),
                Bytes.server(0xff, 9))));

        assertThat(scanner.scan(bytes, false)).isNull();

        assertThat(scanner.isClosed()).isTrue();
        assertThat(bytes.remaining()).as("what follows stays").isEqualTo(11);
        assertThat(scanner.frames()).isEqualTo(2);
    }

    @Test
    void isNotClosedBeforeTheWholeCloseFrameHasPassed() {
        byte[] close = Bytes.client(FIN | CLOSE, 20).bytes();

        assertThat(scanner.scan(ByteBuffer.wrap(close, 0, close.length - 1), false)).isNull();
        assertThat(scanner.isClosed()).isFalse();
        assertThat(scanner.scan(ByteBuffer.wrap(close, close.length - 1, 1), false)).isNull();
        assertThat(scanner.isClosed()).isTrue();
    }

    @Test
    void stopsAtTheEndOfAFrameIfToldTo() {
        Bytes frame = Bytes.client(FIN | TEXT, 3);
        ByteBuffer bytes = ByteBuffer.wrap(Bytes.joined(List.of(frame, Bytes.client(FIN | PING, 0), frame)));

        List<Integer> stops = new ArrayList<>();
        while (bytes.hasRemaining()) {
            assertThat(scanner.scan(bytes, true)).isNull();
            stops.add(bytes.position());
        }

        assertThat(stops).containsExactly(9, 15, 24);
    }

    @Test
    void whoeverListensHearsWholeMessages() {
        Heard heard = new Heard();
        assertThat(judged(scanner, Bytes.client(TEXT, 1))).isEqualTo("fine");
        scanner.listen(heard);
        assertThat(judged(scanner, Bytes.client(FIN | CONTINUATION, 1), Bytes.client(FIN | BINARY, 2),
                Bytes.client(FIN | TEXT, 0))).isEqualTo("fine");
        scanner.listen(null);
        assertThat(judged(scanner, Bytes.client(FIN | TEXT, 3))).isEqualTo("fine");

        assertThat(heard.messages).containsExactly("binary:\0\0", "text:");
    }
}
