package dev.bouncer.edge.gateway.frames;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Follows the frames of one sender as their bytes pass by: where each begins and ends, and whether it keeps to the rules.
 * It keeps no byte of them. Not thread-safe.
 */
public final class FrameScanner {
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PONG = 0xa;
    private static final int MAX_CONTROL = 125;

    private final boolean masked;
    private final boolean extended;
    private final FrameLimits limits;
    private @Nullable PayloadListener listener;
    // Whoever listens in the midst of a message hears nothing of it.
    private boolean hearing;

    // Of the frame that is passing: how much of it is yet to come, and how it is masked.
    private long left;
    private boolean last;
    private boolean control;
    private int mask;
    private int maskAt;
    // Of the message that is passing: how long it is so far.
    private long message;
    private boolean inMessage;
    private boolean closed;
    private long frames;

    /**
     * @param masked   whether the sender must mask its frames, as clients do, or must not
     * @param extended whether an extension was agreed on, so that the reserved bits are its affair
     */
    public FrameScanner(boolean masked, boolean extended, FrameLimits limits) {
        this.masked = masked;
        this.extended = extended;
        this.limits = limits;
    }

    /** Has somebody hear the data frames from the next message on; null: nobody, any more. */
    public void listen(@Nullable PayloadListener heardBy) {
        listener = heardBy;
        hearing = false;
    }

    /**
     * Moves the buffer's position over the bytes that may pass: to its end; to the header of a frame that is not all there
     * yet, of at most 13 bytes, which is to come again with what follows it; or to what must not pass.
     *
     * @param oneFrame stops at the end of a frame, too
     * @return why the frame at the position must not pass; null: none must not
     */
    public @Nullable Violation scan(ByteBuffer bytes, boolean oneFrame) {
        while (true) {
            if (left > 0) {
                pass(bytes);
                if (left > 0) return null;
                frameEnded();
                if (oneFrame) return null;
            }
            if (closed) {
                // Whatever follows a close frame is to be ignored.
                return null;
            }
            int length = headerLength(bytes);
            if (length < 0) return null;
            Violation violation = begin(bytes, length);
            if (violation != null) return violation;
            if (left > 0) continue;
            frameEnded();
            if (oneFrame) return null;
        }
    }

    /** Whether what has passed ends with a whole frame. */
    public boolean isBetweenFrames() {
        return left == 0;
    }

    /** Whether what has passed ends with a whole message, so that another sender's may follow. */
    public boolean isBetweenMessages() {
        return left == 0 && !inMessage;
    }

    /** Whether a close frame has passed: none may follow it. */
    public boolean isClosed() {
        return closed && left == 0;
    }

    /** How many frames have begun. */
    public long frames() {
        return frames;
    }

    /** How long the header at the position is; -1: it is not all there. */
    private static int headerLength(ByteBuffer bytes) {
        if (bytes.remaining() < 2) return -1;
        int second = bytes.get(bytes.position() + 1);
        int length = 2 + switch (second & 0x7f) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        } + (second < 0 ? 4 : 0);
        return bytes.remaining() < length ? -1 : length;
    }

    private @Nullable Violation begin(ByteBuffer bytes, int headerLength) {
        int at = bytes.position();
        int first = bytes.get(at);
        int second = bytes.get(at + 1);
        int opcode = first & 0xf;
        boolean fin = first < 0;
        long length = switch (second & 0x7f) {
            case 126 -> bytes.getShort(at + 2) & 0xffff;
            case 127 -> bytes.getLong(at + 2);
            default -> second & 0x7f;
        };
        Violation violation = judge(opcode, fin, (first & 0x70) != 0, second < 0, second & 0x7f, length);
        if (violation != null) return violation;
        frames++;
        left = length;
        last = fin;
        control = opcode >= CLOSE;
        mask = masked ? bytes.getInt(at + headerLength - 4) : 0;
        maskAt = 0;
        if (opcode == CLOSE) closed = true;
        if (!control) {
            message = opcode == CONTINUATION ? message + length : length;
            inMessage = true;
            if (listener != null && opcode != CONTINUATION) {
                hearing = true;
                listener.begins(opcode == TEXT);
            }
        }
        bytes.position(at + headerLength);
        return null;
    }

    private @Nullable Violation judge(int opcode, boolean fin, boolean reserved, boolean hasMask, int shortLength,
            long length) {
        if (hasMask != masked)
            return Violation.protocol(masked ? "a frame that is not masked" : "a frame that is masked");
        if (reserved && !extended) return Violation.protocol("reserved bits, which no extension has claimed");
        if (length < 0 || (shortLength == 126 && length < 126) || (shortLength == 127 && length <= 0xffff))
            return Violation.protocol("a length that is not written in its shortest form");
        if (opcode >= CLOSE) return judgeControl(opcode, fin, length);
        if (opcode > BINARY) return Violation.protocol("unknown opcode " + opcode);
        if ((opcode == CONTINUATION) != inMessage) {
            return Violation.protocol(inMessage ? "a message within a message" : "a continuation of nothing");
        }
        if (length > limits.maxFrame()) return Violation.tooBig("a frame", length, limits.maxFrame());
        long whole = opcode == CONTINUATION ? message + length : length;
        return whole > limits.maxMessage() || whole < 0
                ? Violation.tooBig("a message", whole, limits.maxMessage())
                : null;
    }

    private static @Nullable Violation judgeControl(int opcode, boolean fin, long length) {
        if (opcode > PONG) return Violation.protocol("unknown opcode " + opcode);
        if (!fin) return Violation.protocol("a control frame in fragments");
        if (length > MAX_CONTROL) {
            return Violation.protocol("a control frame of " + length + " bytes, expected at most " + MAX_CONTROL);
        }
        return opcode == CLOSE && length == 1 ? Violation.protocol("a close frame with half a code") : null;
    }

    private void pass(ByteBuffer bytes) {
        int count = (int) Math.min(left, bytes.remaining());
        if (listener != null && hearing && !control && count > 0) listener.goesOn(unmasked(bytes, count));
        bytes.position(bytes.position() + count);
        left -= count;
    }

    private ByteBuffer unmasked(ByteBuffer bytes, int count) {
        byte[] payload = new byte[count];
        bytes.get(bytes.position(), payload);
        if (masked) {
            for (int i = 0; i < count; i++) {
                payload[i] ^= (byte) (mask >>> (24 - 8 * (maskAt & 3)));
                maskAt++;
            }
        }
        return ByteBuffer.wrap(payload);
    }

    private void frameEnded() {
        if (control || !last) return;
        inMessage = false;
        if (listener != null && hearing) listener.ends();
    }
}
