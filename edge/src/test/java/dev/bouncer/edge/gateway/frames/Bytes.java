package dev.bouncer.edge.gateway.frames;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A frame as a sender writes it, rules or no rules.
 *
 * @param first   FIN, the reserved bits and the opcode
 * @param masked  whether as a client does
 * @param mask    with what
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent")
public record Bytes(int first, boolean masked, int mask, byte[] payload) {
    public static final int FIN = 0x80;
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xa;

    private static final int MASK = 0x12345678;
    private static final int[] LENGTHS = {0, 1, 2, 125, 126, 127, 300, 65535, 65536, 66000};

    /** As a client sends it. */
    public static Bytes client(int first, int length) {
        return new Bytes(first, true, MASK, new byte[length]);
    }

    /** As a server sends it. */
    public static Bytes server(int first, int length) {
        return new Bytes(first, false, 0, new byte[length]);
    }

    /** The header of a frame whose payload nobody has yet. */
    public static byte[] header(int first, boolean masked, long length) {
        int maskBit = masked ? 0x80 : 0;
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length < 126) {
            header.put((byte) (maskBit | (int) length));
        } else if (length <= 0xffff) {
            header.put((byte) (maskBit | 126)).putShort((short) length);
        } else {
            header.put((byte) (maskBit | 127)).putLong(length);
        }
        if (masked) header.putInt(MASK);
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }

    /** So many frames, as the rules are; none closes. */
    public static List<Bytes> some(boolean masked, Random random, int count) {
        List<Bytes> frames = new ArrayList<>();
        boolean inMessage = false;
        while (frames.size() < count) {
            boolean control = random.nextInt(4) == 0;
            boolean last = control || random.nextBoolean();
            int opcode;
            if (control) {
                opcode = random.nextBoolean() ? PING : PONG;
            } else {
                opcode = inMessage ? CONTINUATION : random.nextBoolean() ? TEXT : BINARY;
                inMessage = !last;
            }
            byte[] payload = new byte[control ? random.nextInt(126) : length(random)];
            random.nextBytes(payload);
            frames.add(new Bytes((last ? FIN : 0) | opcode, masked, random.nextInt(), payload));
        }
        return frames;
    }

    private static int length(Random random) {
        return random.nextInt(4) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(40);
    }

    int opcode() {
        return first & 0xf;
    }

    boolean isControl() {
        return opcode() >= CLOSE;
    }

    boolean isLast() {
        return (first & FIN) != 0;
    }

    public byte[] bytes() {
        byte[] header = header(first, masked, payload.length);
        ByteBuffer frame = ByteBuffer.allocate(header.length + payload.length).put(header);
        if (masked) frame.putInt(header.length - 4, mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (masked ? payload[i] ^ (mask >>> (24 - 8 * (i & 3))) : payload[i]));
        }
        return frame.array();
    }

    /** One after the other. */
    public static byte[] joined(List<Bytes> frames) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        frames.forEach(frame -> joined.writeBytes(frame.bytes()));
        return joined.toByteArray();
    }

    @Override
    public String toString() {
        return Integer.toHexString(first) + (masked ? "m" : "") + payload.length;
    }
}
