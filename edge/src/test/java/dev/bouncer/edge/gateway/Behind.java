package dev.bouncer.edge.gateway;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.websocket.core.util.WebSocketUtils;
import org.jspecify.annotations.Nullable;

/** A server behind the gateway that does, byte for byte, what a test wants. */
final class Behind implements AutoCloseable {
    /** What it does with a connection whose request has been read. */
    interface Role {
        void play(Talk talk) throws IOException, InterruptedException;
    }

    /** One connection. */
    static final class Talk {
        final String requestLine;
        final Map<String, List<String>> headers;
        final DataInputStream in;
        final OutputStream out;
        final Socket socket;

        Talk(Socket socket, DataInputStream in, String requestLine, Map<String, List<String>> headers)
                throws IOException {
            this.socket = socket;
            this.in = in;
            this.out = new BufferedOutputStream(socket.getOutputStream());
            this.requestLine = requestLine;
            this.headers = headers;
        }

        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** What comes up to this, and that. */
        String until(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0)
                text.append((char) in.readUnsignedByte());
            return text.toString();
        }

        /** The next request on the same connection; null: none comes. */
        @Nullable
        Talk again() throws IOException {
            return read(socket, in);
        }

        /** Answers a request, and keeps the connection. */
        void ok(String body, String... headers) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n"
                    + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList()) + "\r\n" + body);
        }

        /** Agrees to the handshake. */
        void agree(String... more) throws IOException {
            write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + WebSocketUtils.hashKey(header("sec-websocket-key")) + "\r\n"
                    + String.join("", List.of(more).stream().map(line -> line + "\r\n").toList()) + "\r\n");
        }

        void frame(int first, byte[] payload) throws IOException {
            out.write(first);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length <= 0xffff) {
                out.write(126);
                out.write(ByteBuffer.allocate(2).putShort((short) payload.length).array());
            } else {
                out.write(127);
                out.write(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            out.write(payload);
            out.flush();
        }

        void text(String text) throws IOException {
            frame(0x81, text.getBytes(StandardCharsets.UTF_8));
        }

        /** The next frame: its first byte, and its payload unmasked; null at the end. */
        @Nullable
        Frame next() throws IOException {
            int first = in.read();
            if (first < 0) return null;
            int second = in.readUnsignedByte();
            if (second < 0x80) throw new IOException("not masked");
            long length = switch (second & 0x7f) {
                case 126 -> in.readUnsignedShort();
                case 127 -> in.readLong();
                default -> second & 0x7f;
            };
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            for (int i = 0; i < payload.length; i++)
                payload[i] ^= mask[i & 3];
            return new Frame(first, payload);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int first, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        String close() {
            ByteBuffer bytes = ByteBuffer.wrap(payload);
            return (bytes.remaining() < 2 ? "none" : bytes.getShort() & 0xffff) + " "
                    + StandardCharsets.UTF_8.decode(bytes);
        }
    }

    /** Echoes frames, notes each, and answers a close frame with the same. */
    static final Role ECHO = talk -> {
        talk.agree();
        echo(talk);
    };

    static void echo(Talk talk) throws IOException {
        for (Frame frame = talk.next(); frame != null; frame = talk.next()) {
            talk.frame(frame.first(), frame.payload());
            if ((frame.first() & 0xf) == 8) return;
        }
    }

    private final ServerSocket server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> talking = ConcurrentHashMap.newKeySet();
    final BlockingQueue<Talk> talks = new LinkedBlockingQueue<>();
    final List<String> ended = new CopyOnWriteArrayList<>();

    Behind(Role role) throws IOException {
        server = new ServerSocket(0, 1000, InetAddress.ofLiteral("127.0.0.1"));
        executor.execute(() -> accept(role));
    }

    private void accept(Role role) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                executor.execute(() -> serve(socket, role));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, Role role) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Talk talk = read(socket, in);
            if (talk == null) return;
            talking.add(socket);
            talks.add(talk);
            role.play(talk);
            ended.add("done");
        } catch (IOException | UncheckedIOException e) {
            ended.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
            talking.remove(socket);
        }
    }

    private static @Nullable Talk read(Socket socket, DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return null;
            head.append((char) next);
        }
        String[] lines = head.toString().split("\r\n", -1);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; !lines[i].isEmpty(); i++) {
            String[] field = lines[i].split(":", 2);
            headers.computeIfAbsent(field[0], _ -> new CopyOnWriteArrayList<>()).add(field[1].strip());
        }
        return new Talk(socket, in, lines[0], headers);
    }

    String address() {
        return "ws://127.0.0.1:" + server.getLocalPort();
    }

    /** The next connection whose request has come. */
    Talk talk() throws InterruptedException {
        Talk talk = talks.poll(20, TimeUnit.SECONDS);
        if (talk == null) throw new AssertionError("nobody has called");
        return talk;
    }

    /** How many have sent a request: those that wait for one are the gateway's, for the next client. */
    int connections() {
        return talking.size();
    }

    /** Drops what it has noted of connections so far. */
    void forget() {
        talks.clear();
        ended.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open)
            socket.close();
        executor.shutdownNow();
    }
}
