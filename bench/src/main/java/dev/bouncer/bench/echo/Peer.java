package dev.bouncer.bench.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** One client of the echo server: first its handshake, then its frames. */
final class Peer {
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: *(\\S+)");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private boolean open;
    private @Nullable ByteBuffer unread;
    private @Nullable ByteBuffer unsent;

    /** Puts what was left of the last reading, the beginning of a frame, in front of the next. */
    void takeUp(ByteBuffer in) {
        if (unread != null) in.put(unread);
        unread = null;
    }

    /** Whether nothing is left to be sent. */
    boolean flush(SocketChannel channel) throws IOException {
        if (unsent == null) return true;
        channel.write(unsent);
        if (unsent.hasRemaining()) return false;
        unsent = null;
        return true;
    }

    /** Answers all that is there whole; whether that has been sent. */
    boolean answer(ByteBuffer in, SocketChannel channel) throws IOException {
        if (!open) {
            handshake(in, channel);
        } else {
            // An answer is shorter than what it answers, by the mask: it can be made in the same place.
            ByteBuffer out = in.duplicate();
            while (echo(in, out)) {
                // The next one.
            }
            out.flip();
            channel.write(out);
            if (out.hasRemaining()) unsent = copy(out);
        }
        if (in.hasRemaining()) unread = copy(in);
        return unsent == null;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private void handshake(ByteBuffer in, SocketChannel channel) throws IOException {
        String request = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
        if (!request.endsWith("\r\n\r\n")) return;
        in.position(in.limit());
        Matcher key = KEY.matcher(request);
        if (!key.find()) throw new IOException("expected a handshake, got " + request);
        channel.write(StandardCharsets.ISO_8859_1.encode("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n"));
        open = true;
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers one frame; false: it is not all there. */
    private static boolean echo(ByteBuffer in, ByteBuffer out) {
        int at = in.position();
        if (in.remaining() < 2) return false;
        int shortLength = in.get(at + 1) & 0x7f;
        int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        int header = 2 + lengthBytes + 4;
        if (in.remaining() < header) return false;
        int length = switch (lengthBytes) {
            case 2 -> in.getShort(at + 2) & 0xffff;
            case 8 -> Math.toIntExact(in.getLong(at + 2));
            default -> shortLength;
        };
        if (in.remaining() < header + length) return false;
        int mask = in.getInt(at + header - 4);
        out.put(in.get(at)).put((byte) shortLength);
        for (int i = 0; i < lengthBytes; i++) {
            out.put(in.get(at + 2 + i));
        }
        unmask(in, at + header, length, mask, out);
        in.position(at + header + length);
        return true;
    }

    private static void unmask(ByteBuffer in, int from, int length, int mask, ByteBuffer out) {
        long wide = ((long) mask << 32) | (mask & 0xffff_ffffL);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            out.putLong(in.getLong(from + i) ^ wide);
        }
        for (; i < length; i++) {
            out.put((byte) (in.get(from + i) ^ (mask >>> (24 - 8 * (i & 3)))));
        }
    }
}
