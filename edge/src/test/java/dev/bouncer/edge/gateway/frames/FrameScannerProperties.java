package dev.bouncer.edge.gateway.frames;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever frames are sent, and however they are cut into chunks. */
final class FrameScannerProperties {
    /** What a sender sends, and in which pieces: their lengths, again and again from the first. */
    record Sent(List<Bytes> frames, List<Integer> cuts) {
        byte[] bytes() {
            return Bytes.joined(frames);
        }
    }

    /** How far a scanner let a stream pass, and why no further. */
    private record Passed(int bytes, @Nullable Violation violation) {}

    @Property(tries = 200)
    void validFramesPassByteForByte(@ForAll("sent") Sent sent) {
        FrameScanner scanner = scanner(sent);
        Heard heard = new Heard();
        scanner.listen(heard);
        byte[] bytes = sent.bytes();

        Passed passed = pass(scanner, bytes, sent.cuts(), false);

        assertThat(passed).isEqualTo(new Passed(bytes.length, null));
        assertThat(heard.messages).isEqualTo(messages(sent.frames()));
        assertThat(scanner.frames()).isEqualTo(sent.frames().size());
    }

    @Property(tries = 100)
    void framesAndMessagesEndWhereTheyEnd(@ForAll("sent") Sent sent) {
        FrameScanner scanner = scanner(sent);
        boolean between = true;
        for (Bytes frame : sent.frames()) {
            byte[] bytes = frame.bytes();
            ByteBuffer beginning = ByteBuffer.wrap(bytes, 0, bytes.length - 1);
            assertThat(scanner.scan(beginning, false)).isNull();
            boolean headerAlone = beginning.hasRemaining();
            assertThat(scanner.isBetweenFrames()).as("in %s", frame).isEqualTo(headerAlone);
            assertThat(scanner.isBetweenMessages()).as("in %s", frame).isEqualTo(headerAlone && between);

            assertThat(scanner.scan(ByteBuffer.wrap(bytes, beginning.position(), bytes.length - beginning.position()),
                    false)).isNull();

            between = frame.isControl() ? between : frame.isLast();
            assertThat(scanner.isBetweenFrames()).isTrue();
            assertThat(scanner.isBetweenMessages()).as("after %s", frame).isEqualTo(between);
        }
    }

    @Property(tries = 200)
    void whatIsWrongIsFoundAtTheSameByteWhateverTheChunks(@ForAll("sent") Sent sent, @ForAll Random random) {
        byte[] bytes = sent.bytes();
        for (int i = 0; i < 3; i++)
            bytes[headerByte(sent.frames(), random)] ^= (byte) (1 << random.nextInt(8));

        Passed whole = pass(scanner(sent), bytes, List.of(bytes.length), false);
        Passed cut = pass(scanner(sent), bytes, sent.cuts(), false);
        Passed byFrame = pass(scanner(sent), bytes, sent.cuts(), true);

        assertThat(cut).isEqualTo(whole);
        assertThat(byFrame).isEqualTo(whole);
    }

    private static FrameScanner scanner(Sent sent) {
        return new FrameScanner(sent.frames().getFirst().masked(), false, FrameLimits.NONE);
    }

    // What is not passed comes again with what follows it, as it does from a socket.
    private static Passed pass(FrameScanner scanner, byte[] bytes, List<Integer> cuts, boolean oneFrame) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        int read = 0;
        for (int turn = 0; read < bytes.length; turn++) {
            read = Math.min(bytes.length, read + cuts.get(turn % cuts.size()));
            int before;
            do {
                before = passed.size();
                ByteBuffer chunk = ByteBuffer.wrap(bytes, before, read - before);
                Violation violation = scanner.scan(chunk, oneFrame);
                passed.write(bytes, before, chunk.position() - before);
                if (violation != null) return new Passed(passed.size(), violation);
            } while (passed.size() > before);
            if (!scanner.isClosed()) assertThat(read - passed.size()).as("kept").isLessThan(14 + (oneFrame ? 1 : 0));
        }
        return new Passed(passed.size(), null);
    }

    private static List<String> messages(List<Bytes> frames) {
        List<String> messages = new ArrayList<>();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean text = false;
        for (Bytes frame : frames) {
            if (frame.isControl()) continue;
            if (frame.opcode() != Bytes.CONTINUATION) text = frame.opcode() == Bytes.TEXT;
            message.writeBytes(frame.payload());
            if (!frame.isLast()) continue;
            messages.add(Heard.said(text, message.toByteArray()));
            message.reset();
        }
        return messages;
    }

    private static int headerByte(List<Bytes> frames, Random random) {
        int at = 0;
        for (Bytes frame : frames.subList(0, random.nextInt(frames.size())))
            at += frame.bytes().length;
        return at + random.nextInt(2);
    }

    @Provide
    static Arbitrary<Sent> sent() {
        Arbitrary<List<Integer>> cuts = Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(1)),
                Tuple.of(3, Arbitraries.integers().between(1, 20)),
                Tuple.of(2, Arbitraries.integers().between(1, 70_000))).list().ofMinSize(1).ofMaxSize(12);
        Arbitrary<Boolean> masked = Arbitraries.of(true, false);
        return Combinators.combine(masked, Arbitraries.longs(), Arbitraries.integers().between(1, 12), cuts)
                .as((asClient, seed, count, pieces) -> new Sent(Bytes.some(asClient, new Random(seed), count), pieces));
    }
}
