package dev.bouncer.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an HTTP response that is sent in chunks. */
final class Dechunked extends InputStream {
    private final InputStream in;
    private long left;
    private boolean started;
    private boolean ended;

    Dechunked(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!started) skipHead();
        if (left == 0 && !ended) nextChunk();
        if (ended) return -1;
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) throw new EOFException("the response broke off");
        left -= read;
        if (left == 0) line();
        return read;
    }

    private void skipHead() throws IOException {
        started = true;
        String line = line();
        if (!line.startsWith("HTTP/1.1 200")) throw new IOException(line);
        while (!line.isEmpty())
            line = line();
    }

    private void nextChunk() throws IOException {
        left = Long.parseLong(line(), 16);
        ended = left == 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c != '\n') {
            if (c < 0) throw new EOFException("the response broke off");
            if (c != '\r') line.append((char) c);
            c = in.read();
        }
        return line.toString();
    }
}
