package dev.bouncer.edge.gateway;

import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.QuietException;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that is being asked, for as long as the client has not been told to go: nobody waits for its answer then.
 * Thread-safe.
 */
final class Asking {
    /** Why a request is not answered to its end. */
    static final class Ended extends Exception implements QuietException {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the client was told to go", null, false, false);
        }
    }

    private @Nullable Request request;
    private boolean queued;
    private boolean over;

    /** From here on it is asked in this request, which is yet to be sent. */
    void begin(Request toUpstream) {
        synchronized (this) {
            request = toUpstream;
            queued = false;
        }
        // Jetty loses a request that is aborted while it is being queued: nobody is ever told of its end.
        toUpstream.onRequestQueued(_ -> queued(toUpstream));
    }

    private void queued(Request toUpstream) {
        synchronized (this) {
            // It may have failed by now, and another be on its way.
            if (!toUpstream.equals(request)) return;
            queued = true;
            if (!over) return;
        }
        abort(toUpstream);
    }

    synchronized boolean hasBegun() {
        return request != null;
    }

    /** It has answered, and is no longer this one's concern. */
    synchronized void finish() {
        request = null;
        queued = false;
    }

    /** The client was told to go. */
    void end() {
        Request toUpstream;
        synchronized (this) {
            over = true;
            toUpstream = queued ? request : null;
        }
        if (toUpstream != null) abort(toUpstream);
    }

    private static void abort(Request toUpstream) {
        var _ = toUpstream.abort(new Ended());
    }
}
