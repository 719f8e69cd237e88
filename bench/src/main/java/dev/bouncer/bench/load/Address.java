package dev.bouncer.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where something listens.
 *
 * @param name as a Host header has it
 */
record Address(String name, InetSocketAddress socket) {
    private static final int SOURCES = 4;

    /**
     * Reads {@code HOST:PORT}, or a port of 127.0.0.1.
     *
     * @throws IOException if nobody knows the host
     */
    static Address parse(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) return local(Integer.parseInt(text));
        InetSocketAddress socket = new InetSocketAddress(text.substring(0, colon),
                Integer.parseInt(text.substring(colon + 1)));
        if (socket.isUnresolved()) throw new IOException("unknown host in " + text);
        return new Address(text, socket);
    }

    static Address local(int port) {
        return new Address("127.0.0.1:" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Where number so and so connects from: one address has some 28,000 ports, and this machine's own has many addresses. */
    InetSocketAddress source(int number) {
        return socket.getAddress().isLoopbackAddress() && !socket.getAddress().getHostAddress().contains(":")
                ? new InetSocketAddress("127.0.0." + (2 + number % SOURCES), 0)
                : new InetSocketAddress(0);
    }
}
