package dev.bouncer.edge.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that does, byte for byte, what a test wants. */
final class Raw implements AutoCloseable {
    private static final Pattern CHUNKED = Pattern.compile("(?i)\\ntransfer-encoding: chunked\\r");

    final Socket socket;
    final DataInputStream in;

    Raw(URI edge) throws IOException {
        socket = new Socket(InetAddress.ofLiteral(edge.getHost()), edge.getPort());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** With TLS. */
    Raw(URI edge, SSLContext trusting, String... protocols) throws IOException {
        SSLSocket secure = (SSLSocket) trusting.getSocketFactory()
                .createSocket(InetAddress.ofLiteral(edge.getHost()), edge.getPort());
        if (protocols.length > 0) secure.setEnabledProtocols(protocols);
        secure.setSoTimeout(20_000);
        secure.startHandshake();
        socket = secure;
        in = new DataInputStream(socket.getInputStream());
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** In one packet. */
    void write(byte[] first, byte[] second) throws IOException {
        write(ByteBuffer.allocate(first.length + second.length).put(first).put(second).array());
    }

    void send(String method, String path, String headers) throws IOException {
        write((method + " " + path + " HTTP/1.1\r\nHost: chat.example\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    String get(String path) throws IOException {
        send("GET", path, "");
        return answer();
    }

    String post(String path, String body) throws IOException {
        send("POST", path, "Content-Length: " + body.length() + "\r\n");
        write(body.getBytes(StandardCharsets.UTF_8));
        return answer();
    }

    String handshake(String path, String... headers) throws IOException {
        askForWebSocket(path, headers);
        return answer();
    }

    void askForWebSocket(String path, String... headers) throws IOException {
        send("GET", path, "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("", java.util.Arrays.stream(headers).map(header -> header + "\r\n").toList()));
    }

    /** The head of an answer, and its body where it has a length. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0)
            answer.append((char) in.readUnsignedByte());
        var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(answer);
        if (length.find())
            answer.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8));
        // As it is when its end came later than its beginning.
        if (CHUNKED.matcher(answer).find()) {
            for (int size = chunk(); size > 0; size = chunk()) {
                answer.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                line();
            }
            line();
        }
        return answer.toString();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    String line() throws IOException {
        return readUntil("\r\n");
    }

    String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0)
            text.append((char) in.readUnsignedByte());
        return text.toString();
    }

    /** All that comes until the connection ends, one way or the other. */
    String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read())
                rest.write(next);
        } catch (java.net.SocketException e) {
            rest.write('!');
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    /** A frame as clients send it. */
    static byte[] frame(int first, byte[] payload) {
        int mask = 0x12345678;
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(mask);
        for (int i = 0; i < payload.length; i++)
            frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3)))));
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    void text(String text) throws IOException {
        write(frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The next frame: its op code and text, for a close frame its code and text; "eof" at the end. */
    String next() throws IOException {
        int first;
        try {
            first = in.read();
        } catch (java.net.SocketException e) {
            return "reset";
        }
        if (first < 0) return "eof";
        int length = in.readUnsignedByte();
        byte[] payload = switch (length) {
            case 126 -> in.readNBytes(in.readUnsignedShort());
            case 127 -> in.readNBytes((int) in.readLong());
            default -> in.readNBytes(length);
        };
        if ((first & 0xf) != 8) return (first & 0xf) + " " + new String(payload, StandardCharsets.UTF_8);
        if (payload.length < 2) throw new EOFException("half a close frame");
        return "close " + (ByteBuffer.wrap(payload).getShort() & 0xffff) + " "
                + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
