package dev.bouncer.edge.gateway.tunnel;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A client or an upstream as a test plays it, byte for byte. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE = 20_000;
    private static final int PIECE = 8 * 1024;

    /** Something that may fail because the other end is gone. */
    interface Part {
        void play() throws Exception;
    }

    final AtomicLong written = new AtomicLong();
    private volatile boolean failed;
    private final Socket socket;
    private final InputStream in;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
    }

    /** On a thread of its own; completed with what it failed with, if it did. */
    static CompletableFuture<Void> play(Part part) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                part.play();
                over.complete(null);
            } catch (Exception | AssertionError e) {
                over.completeExceptionally(e);
            }
        });
        return over;
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length, List.of(PIECE));
    }

    /** The first of these bytes in pieces of these lengths, again and again from the first length. */
    void write(byte[] bytes, int count, List<Integer> pieces) throws IOException {
        int at = 0;
        try {
            for (int turn = 0; at < count; turn++) {
                int length = Math.min(count - at, pieces.get(turn % pieces.size()));
                socket.getOutputStream().write(bytes, at, length);
                at += length;
                written.addAndGet(length);
            }
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** Whether it has written so much, or never will. */
    boolean hasWritten(long count) {
        return failed || written.get() >= count;
    }

    byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** The next frame, of at most 125 bytes. */
    byte[] frame() throws IOException {
        byte[] head = in.readNBytes(2);
        if (head.length < 2) throw new EOFException("no frame");
        byte[] rest = in.readNBytes((head[1] & 0x7f) + (head[1] < 0 ? 4 : 0));
        byte[] frame = Arrays.copyOf(head, 2 + rest.length);
        System.arraycopy(rest, 0, frame, 2, rest.length);
        return frame;
    }

    /** What has come; nothing: no more will. */
    byte[] some() throws IOException {
        byte[] piece = new byte[PIECE];
        int count = in.read(piece);
        return Arrays.copyOf(piece, Math.max(0, count));
    }

    /** All that comes until it ends, one way or the other. */
    byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece))
                rest.write(piece, 0, count);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Reset: what came before counts.
        }
        return rest.toByteArray();
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
