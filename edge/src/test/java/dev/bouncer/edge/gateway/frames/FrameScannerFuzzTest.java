package dev.bouncer.edge.gateway.frames;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.Configuration.ConfigurationCustomizer;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.eclipse.jetty.websocket.core.internal.FrameSequence;
import org.eclipse.jetty.websocket.core.internal.Parser;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes, in any chunks, read by Jetty's parser too: they agree on the frames before the first that is wrong or closes,
 * and on what they say. The first byte of the input tells whether frames must be masked, and how long the chunks are.
 */
public final class FrameScannerFuzzTest {
    // Jetty takes these without a word, RFC 6455 does not.
    private static final Set<String> STRICTER = Set.of("a length that is not written in its shortest form");
    // No input is that long.
    private static final int MAX_FRAME = 64 * 1024;

    /** Where each frame begins and ends, and which messages were whole. */
    private record Read(List<String> frames, Heard heard) {
        Read() {
            this(new ArrayList<>(), new Heard());
        }
    }

    @FuzzTest(maxDuration = "5s")
    void readsWhatJettyReads(byte[] input) {
        play(input);
    }

    /** One stream, to its end or what is wrong with it. */
    public static void play(byte[] input) {
        if (input.length == 0) return;
        boolean masked = input[0] < 0;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Read ours = new Read();
        String flaw = scan(bytes, masked, 1 + (input[0] & 0x7f), ours);
        Read theirs = new Read();
        parse(bytes, masked, theirs);

        if (flaw != null && STRICTER.contains(flaw)) {
            assertThat(theirs.frames()).as(flaw).containsAll(ours.frames());
        } else {
            assertThat(theirs.frames()).as("%s", flaw).isEqualTo(ours.frames());
            assertThat(theirs.heard().messages).isEqualTo(ours.heard().messages);
        }
    }

    /** Why no more may pass; null: all may. */
    private static @Nullable String scan(byte[] bytes, boolean masked, int chunk, Read read) {
        FrameScanner scanner = new FrameScanner(masked, false, FrameLimits.NONE);
        scanner.listen(read.heard());
        int passed = 0;
        int frame = 0;
        int come = Math.min(chunk, bytes.length);
        while (true) {
            ByteBuffer next = ByteBuffer.wrap(bytes, passed, come - passed);
            Violation violation = scanner.scan(next, true);
            if (violation != null) return violation.why();
            if (scanner.isClosed()) return null;
            boolean moved = next.position() > passed;
            passed = next.position();
            if (moved && scanner.isBetweenFrames()) {
                read.frames().add(frame + "-" + passed);
                frame = passed;
            } else {
                if (come == bytes.length) return null;
                come = Math.min(bytes.length, come + chunk);
            }
        }
    }

    private static void parse(byte[] bytes, boolean masked, Read read) {
        ConfigurationCustomizer limits = new ConfigurationCustomizer();
        limits.setAutoFragment(false);
        limits.setMaxFrameSize(MAX_FRAME);
        Parser parser = new Parser(ByteBufferPool.NON_POOLING, limits);
        FrameSequence sequence = new FrameSequence();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        int from = 0;
        try {
            for (Frame.Parsed frame = parser.parse(rest); frame != null; frame = parser.parse(rest)) {
                // This is what its session looks at, after the parser.
                if (frame.isMasked() != masked || frame.isRsv1() || frame.isRsv2() || frame.isRsv3()) return;
                sequence.check(frame.getOpCode(), frame.isFin());
                if (frame.getOpCode() == Bytes.CLOSE) return;
                read.frames().add(from + "-" + rest.position());
                from = rest.position();
                if (!frame.isControlFrame()) hear(frame, read.heard());
                frame.close();
            }
        } catch (WebSocketException e) {
            // As far as it went.
        }
    }

    private static void hear(Frame frame, Heard heard) {
        if (frame.getOpCode() != Bytes.CONTINUATION) heard.begins(frame.getOpCode() == Bytes.TEXT);
        ByteBuffer payload = frame.getPayload();
        heard.goesOn(payload == null ? BufferUtil.EMPTY_BUFFER : payload);
        if (frame.isFin()) heard.ends();
    }
}
