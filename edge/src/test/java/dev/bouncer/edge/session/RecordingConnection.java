package dev.bouncer.edge.session;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.enforcement.CloseFrame;

/** A connection that notes what was done to it. Thread-safe. */
public final class RecordingConnection implements Connection {
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** The frames it sent; {@code binary HEX} for those of bytes; {@code close CODE}, {@code ping} and {@code drop}. */
    public List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public void send(String text) {
        events.add(text);
    }

    @Override
    public void send(byte[] bytes) {
        events.add("binary " + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void close(CloseFrame frame) {
        events.add("close " + frame.code());
    }

    @Override
    public void ping() {
        events.add("ping");
    }

    @Override
    public void drop() {
        events.add("drop");
    }
}
