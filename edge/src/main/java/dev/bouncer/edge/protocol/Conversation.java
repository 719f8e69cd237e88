package dev.bouncer.edge.protocol;

/** One connection's exchange in one protocol. Its methods are called one at a time, but for {@link #gone}. */
public interface Conversation {
    /**
     * The connection is open. Called first, on a virtual thread: it may block. No frame is read until it returns.
     */
    void opened();

    /**
     * Whether {@link #received(String)} may block on this frame, so that it has to be called on a virtual thread, too. Asked just
     * before; no, for most: a ping is not worth a thread.
     */
    default boolean mayBlockOn(String text) {
        return false;
    }

    /**
     * A text frame came, of at most 64 KiB. Must not block, unless it was said that it may. The next one is not read
     * before everything sent meanwhile has left, so that a client that does not read cannot make answers pile up.
     */
    void received(String text);

    /** {@link #mayBlockOn(String)}, of a binary frame. */
    default boolean mayBlockOn(byte[] bytes) {
        return false;
    }

    /** {@link #received(String)}, of a binary frame; ignored where a protocol has none. */
    default void received(byte[] bytes) {}

    /** The client answered a ping, not necessarily one of this conversation. Must not block. */
    default void answered() {}

    /** The connection is gone. Called once, from any thread, perhaps while {@link #opened} still runs. */
    void gone();
}
