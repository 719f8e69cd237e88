package dev.bouncer.edge.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import static dev.bouncer.edge.TestClient.await;

/** A client by hand, for what a well-behaved one does not do. */
public final class RawClient implements AutoCloseable {
    public static final String UPGRADE = String.join("\r\n", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "");

    private final Socket tcp;
    private Socket socket;
    private DataInputStream in;

    public RawClient(URI edge) throws IOException {
        this(edge, 64 * 1024);
    }

    public RawClient(URI edge, int receiveBuffer) throws IOException {
        tcp = new Socket();
        tcp.setReceiveBufferSize(receiveBuffer);
        tcp.setSoTimeout(20_000);
        tcp.connect(new InetSocketAddress(InetAddress.ofLiteral(edge.getHost()), edge.getPort()));
        socket = tcp;
        in = new DataInputStream(socket.getInputStream());
    }

    /** With TLS; done with the handshake. */
    RawClient(URI edge, int receiveBuffer, SSLContext trusting, String... protocols) throws IOException {
        this(edge, receiveBuffer);
        SSLSocket secure = (SSLSocket) trusting.getSocketFactory().createSocket(socket, edge.getHost(), edge.getPort(),
                true);
        if (protocols.length > 0) secure.setEnabledProtocols(protocols);
        secure.startHandshake();
        socket = secure;
        in = new DataInputStream(secure.getInputStream());
    }

    /** Who has shown a certificate. */
    String peer() throws IOException {
        return socket instanceof SSLSocket secure ? secure.getSession().getPeerPrincipal().getName() : "nobody";
    }

    /** Sends a request; the head of the answer, and its body where it has a length. */
    public String request(String requestLine, String headers) throws IOException {
        write((requestLine + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8));
        return answer();
    }

    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0)
            answer.append((char) in.readUnsignedByte());
        var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(answer);
        if (length.find())
            answer.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8));
        return answer.toString();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void frame(int opCode, byte[] payload) throws IOException {
        frame(opCode, payload, true);
    }

    /** Sends a frame with an all-zero mask. */
    void frame(int opCode, byte[] payload, boolean last) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) (last ? 0x80 | opCode : opCode));
        if (payload.length < 126) {
            header.put((byte) (0x80 | payload.length));
        } else {
            header.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        header.putInt(0);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(header.array(), 0, header.position());
        frame.writeBytes(payload);
        write(frame.toByteArray());
    }

    public void text(String text) throws IOException {
        frame(1, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Asks again and again and takes no answer: returns when nothing goes through any more, and goes on trying until the
     * connection ends.
     */
    void flood(String question) {
        byte[] questions = texts(question, 1024);
        AtomicLong written = new AtomicLong();
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    write(questions);
                    written.incrementAndGet();
                }
            } catch (IOException e) {
                // dropped at last
            }
        });
        AtomicLong before = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1))
                .until(() -> written.get() == before.getAndSet(written.get()));
    }

    private static byte[] texts(String text, int number) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frames = ByteBuffer.allocate((6 + payload.length) * number);
        for (int i = 0; i < number; i++)
            frames.put((byte) 0x81).put((byte) (0x80 | payload.length)).putInt(0).put(payload);
        return frames.array();
    }

    /** The next frame: its op code and text, for a close frame its code and text; "eof" at the end. */
    public String next() throws IOException {
        int first = in.read();
        if (first < 0) return "eof";
        int length = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
        if ((first & 0xf) != 8) return (first & 0xf) + " " + new String(payload, StandardCharsets.UTF_8);
        return "close " + ByteBuffer.wrap(payload).getShort() + " "
                + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** Without a word of TLS: it would wait for a write that does not end. */
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
