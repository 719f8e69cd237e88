package dev.bouncer.edge.protocol;

import dev.bouncer.enforcement.CloseFrame;

/**
 * One client's WebSocket, as a protocol uses it. Thread-safe; nothing here blocks or throws. Frames leave in the order in
 * which they were given; a connection on which one cannot be sent is dropped.
 */
public interface Connection {
    /** Sends a text frame. */
    void send(String text);

    /** Sends a binary frame. The bytes must not change any more. */
    void send(byte[] bytes);

    /**
     * Sends a close frame behind all that was sent before, and waits for the client's; a client that does not answer
     * within a few seconds, or does not read, is dropped. Again: does nothing.
     */
    void close(CloseFrame frame);

    /** Sends the last frames of a protocol, then closes: together, where the connection can do that with less work. */
    default void close(Farewell last) {
        last.messages().forEach(this::send);
        close(last.close());
    }

    /** Sends either. */
    default void send(Farewell.Message message) {
        switch (message) {
            case Farewell.Text(String text) -> send(text);
            case Farewell.Binary(byte[] bytes) -> send(bytes);
        }
    }

    /** Sends a ping; whatever client is alive answers it, which {@link Conversation#answered} tells. */
    void ping();

    /** Cuts the connection without a word. */
    void drop();
}
