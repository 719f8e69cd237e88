package dev.bouncer.bench.load;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;

/**
 * Many blocks in one streamed request, whose results are read while it is written. The connected users are blocked by lines
 * that lie evenly among the others, the last user by the last line.
 *
 * @param count lines, a multiple of the number of users
 */
record Burst(int port, String path, String key, int count) {
    private static final int CHUNK = 32 * 1024;
    private static final long PATIENCE = 120_000_000_000L;

    /**
     * When things came, by {@link System#nanoTime}.
     *
     * @param start        the first byte was written
     * @param acknowledged of each user: the result of the line that blocks him; the last is that of the last line
     * @param closed       of each user: the close frame
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    record Took(long start, long[] acknowledged, long[] closed) {
        /** To the last result, to the last close frame, and the longest from a result to its close frame; microseconds. */
        String text() {
            long last = start;
            long behind = 0;
            for (int i = 0; i < closed.length; i++) {
                last = Math.max(last, closed[i]);
                behind = Math.max(behind, closed[i] - acknowledged[i]);
            }
            return (acknowledged[acknowledged.length - 1] - start) / 1_000 + " " + (last - start) / 1_000 + ' '
                    + behind / 1_000;
        }
    }

    Took run(Users users) throws IOException, InterruptedException {
        int step = count / users.count();
        if (users.count() * step != count)
            throw new IOException("expected a multiple of " + users.count() + " lines, got " + count);
        byte[] lines = lines(users, step);
        long[] acknowledged = new long[users.count()];
        long[] closed = new long[users.count()];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                Selector selector = Selector.open()) {
            for (int i = 0; i < users.count(); i++) {
                users.get(i).channel().register(selector, SelectionKey.OP_READ, i);
            }
            long start = System.nanoTime();
            Thread writer = Thread.ofPlatform().name("writer").start(() -> write(socket, lines));
            Thread watcher = Thread.ofPlatform().name("watcher").start(() -> watch(selector, users, closed));
            read(socket, step, acknowledged);
            writer.join();
            watcher.join();
            for (int i = 0; i < closed.length; i++) {
                if (closed[i] == 0) throw new IOException("user " + i + " was not closed");
            }
            return new Took(start, acknowledged, closed);
        }
    }

    private byte[] lines(Users users, int step) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(count * 128);
        for (int i = 0; i < count; i++) {
            String user = i % step == step - 1 ? users.name(i / step) : users.name(i) + "-absent";
            lines.writeBytes(("{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"" + user
                    + "\"},\"for\":\"1h\",\"reason\":\"spam\",\"message\":\"blocked\"}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return lines.toByteArray();
    }

    private void write(Socket socket, byte[] lines) {
        try {
            OutputStream out = socket.getOutputStream();
            // Without keeping the connection, the answer's lines come bare, not in chunks.
            out.write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + key
                    + "\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + lines.length
                    + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int at = 0; at < lines.length; at += CHUNK) {
                out.write(lines, at, Math.min(CHUNK, lines.length - at));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Socket socket, int step, long[] acknowledged) throws IOException {
        BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), CHUNK);
        String status = in.readLine();
        if (status == null || !status.startsWith("HTTP/1.1 200 "))
            throw new IOException("expected a status of 200, got " + status);
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            if (header.regionMatches(true, 0, "transfer-encoding:", 0, 18))
                throw new IOException("expected bare lines, got " + header);
        }
        for (int i = 0; i < count; i++) {
            String result = in.readLine();
            if (result == null || !result.contains("\"accepted\""))
                throw new IOException("line " + (i + 1) + ": expected it to be accepted, got " + result);
            if (i % step == step - 1) acknowledged[i / step] = System.nanoTime();
        }
    }

    private static void watch(Selector selector, Users users, long[] closed) {
        long end = System.nanoTime() + PATIENCE;
        int open = closed.length;
        try {
            while (open > 0 && System.nanoTime() < end) {
                selector.select(100);
                long now = System.nanoTime();
                for (SelectionKey ready : selector.selectedKeys()) {
                    int number = (Integer) ready.attachment();
                    if (!users.get(number).isClosed()) continue;
                    closed[number] = now;
                    users.get(number).close();
                    open--;
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
