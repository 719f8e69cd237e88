package dev.bouncer.enforcement.embedded;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;

/** How the application closes one of its connections. Called once at most, on a thread that it may block. */
@FunctionalInterface
public interface Closer {
    /**
     * Closes the connection; it may have gone by itself already.
     *
     * @param frame  a close code and what to tell the client, for a protocol that has no words of its own
     * @param reason why: for one that has, or for a farewell that says more, such as until when a block lasts
     * @throws Exception is logged: the connection counts as closed
     */
    void close(CloseFrame frame, CloseReason reason) throws Exception;
}
