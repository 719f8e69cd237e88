package dev.bouncer.edge.gateway.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

import dev.bouncer.edge.gateway.frames.FrameScanner;
import dev.bouncer.edge.gateway.frames.Violation;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel. It reads a chunk, follows its frames, writes it, and reads on when that has left: whoever
 * does not read makes the other wait, and no more than a chunk is kept. Once the sink has been told the last, what still
 * comes from the source is read and let go. Thread-safe.
 */
final class Pump extends IteratingCallback {
    static final int CHUNK = 16 * 1024;

    /** What a pump tells, one thing at a time. Must not block. */
    interface Listener {
        /** The source said its last, and that has been passed on. */
        void closeFramePassed();

        /** Nothing more will come from the source. */
        void sourceEnded();

        /** The source broke the rules: nothing of it is passed on any more. */
        void violated(Violation violation);

        /** The sink has been told the last. */
        void told();

        /** The sink has taken nothing, or too little, for too long. */
        void stuck();

        /** Reading or writing failed. */
        void failed(Throwable cause);

        /** The source has sent so many more frames. False: no more for now; {@link Pump#iterate} when they may come. */
        boolean mayGoOn(long frames);
    }

    private final EndPoint source;
    private final EndPoint sink;
    private final ByteBufferPool pool;
    private final FrameScanner scanner;
    private final Listener listener;
    private final WriteWatch watch;
    private final BooleanSupplier mayServe;
    private final Callback readable = Callback.from(InvocationType.NON_BLOCKING, this::iterate, this::abort);

    private volatile @Nullable Last last;
    private volatile boolean held;

    // The rest belongs to whoever is in process(), one at a time.
    private @Nullable ByteBuffer early;
    private @Nullable RetainableByteBuffer chunk;
    private @Nullable ByteBuffer unsent;
    private @Nullable Violation violation;
    // What has been written so far, which may be less than what has been scanned.
    private boolean betweenFrames = true;
    private boolean betweenMessages = true;
    private boolean afterClose;
    private long frames;
    // The source had less than it was asked for: nothing more is there yet.
    private boolean drained;
    private boolean discarding;
    private boolean telling;
    private boolean closeFrameTold;
    private boolean endTold;

    Pump(EndPoint source, EndPoint sink, Tunnels parts, FrameScanner scanner, Listener listener) {
        this.source = source;
        this.sink = sink;
        this.pool = parts.pool();
        this.watch = new WriteWatch(parts.timers(), parts.patience(), listener::stuck);
        this.mayServe = parts.mayServe();
        this.scanner = scanner;
        this.listener = listener;
    }

    /** Bytes that were read together with the handshake. Before the first {@link #iterate}. */
    void preload(ByteBuffer bytes) {
        early = bytes;
    }

    /** Tells the sink the last, at the next end of a frame, and passes nothing on from there. Again: does nothing. */
    void finish(Last words) {
        if (last != null) return;
        last = words;
        iterate();
    }

    /** Keeps what is being read until {@link #release}. To be called by whoever listens to the frames, as they come. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
        iterate();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected Action process() throws IOException {
        do {
            Last words = last;
            if (words != null && betweenFrames && !discarding) {
                discard();
                if (!afterClose) return tell(words);
                // Nothing may follow the source's own last words.
                listener.told();
            }
            if (!discarding) {
                if (held) return Action.IDLE;
                if (unsent != null) return mayServe.getAsBoolean() ? write(unsent) : Action.IDLE;
                if (violation != null) {
                    listener.violated(violation);
                    // It finishes this pump, in this very call or soon.
                    return Action.IDLE;
                }
            }
            if (scanner.isClosed() && !closeFrameTold) {
                closeFrameTold = true;
                listener.closeFramePassed();
            }
            if (!discarding && !mayGoOn()) return Action.IDLE;
        } while (read());
        return Action.IDLE;
    }

    private boolean mayGoOn() {
        long more = scanner.frames() - frames;
        frames = scanner.frames();
        return more == 0 || listener.mayGoOn(more);
    }

    /** Reads and scans a chunk; false: there is nothing to read, or nothing yet. */
    private boolean read() throws IOException {
        if (drained) {
            awaitMore();
            return false;
        }
        ByteBuffer bytes = buffer();
        int space = BufferUtil.space(bytes);
        int filled = fill(bytes);
        if (filled > 0) {
            drained = early == null && filled < space && source instanceof SelectableChannelEndPoint;
            scan(bytes);
            return true;
        }
        if (filled == 0) {
            awaitMore();
            return false;
        }
        free();
        if (!endTold) {
            endTold = true;
            listener.sourceEnded();
        }
        return false;
    }

    // The selector tells of what came meanwhile. What decrypts may have more in its own buffers, of which it does not tell.
    private void awaitMore() {
        drained = false;
        if (chunk != null && !chunk.getByteBuffer().hasRemaining()) free();
        source.tryFillInterested(readable);
    }

    private void scan(ByteBuffer bytes) {
        if (discarding) {
            skim(bytes);
            return;
        }
        int from = bytes.position();
        if (violation == null) violation = scanner.scan(bytes, last != null);
        int length = bytes.position() - from;
        if (length > 0) unsent = bytes.slice(from, length);
        if (scanner.isClosed()) bytes.position(bytes.limit());
    }

    // Nobody gets it, but a close frame is to be found in it: what begins in one chunk goes on in the next.
    private void skim(ByteBuffer bytes) {
        if (violation == null) violation = scanner.scan(bytes, false);
        if (violation != null || scanner.isClosed()) bytes.position(bytes.limit());
    }

    private ByteBuffer buffer() {
        RetainableByteBuffer buffer = chunk;
        if (buffer == null) {
            buffer = pool.acquire(CHUNK, true);
            chunk = buffer;
        }
        ByteBuffer bytes = buffer.getByteBuffer();
        // What is left of it is a header that is not all there yet.
        BufferUtil.compact(bytes);
        return bytes;
    }

    private void free() {
        if (chunk != null) chunk.release();
        chunk = null;
    }

    private int fill(ByteBuffer bytes) throws IOException {
        ByteBuffer first = early;
        if (first == null) return source.fill(bytes);
        int count = BufferUtil.append(bytes, first);
        if (!first.hasRemaining()) early = null;
        return count;
    }

    private Action write(ByteBuffer bytes) {
        unsent = null;
        betweenFrames = scanner.isBetweenFrames();
        betweenMessages = scanner.isBetweenMessages();
        afterClose = scanner.isClosed();
        watch.begin();
        sink.write(this, bytes);
        return Action.SCHEDULED;
    }

    private void discard() {
        discarding = true;
        unsent = null;
        if (chunk != null) skim(chunk.getByteBuffer());
    }

    private Action tell(Last words) {
        telling = true;
        watch.begin();
        sink.write(this, words.frames(betweenMessages));
        return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
        watch.end();
        if (!telling) return;
        telling = false;
        listener.told();
    }

    @Override
    protected void onCompleted(@Nullable Throwable cause) {
        watch.close();
        free();
        if (cause != null) listener.failed(cause);
    }
}
