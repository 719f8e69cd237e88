package dev.bouncer.enforcement.embedded;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;

/** Remembers how it was called. */
final class RecordingCloser implements Closer {
    record Call(CloseFrame frame, CloseReason reason, Thread thread) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    @Override
    public void close(CloseFrame frame, CloseReason reason) {
        calls.add(new Call(frame, reason, Thread.currentThread()));
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }
}
