package dev.bouncer.api.http;

/** Requests that last until somebody goes: to be ended before the server is closed, which would wait for them. */
public interface LongRequests extends AutoCloseable {
    /** Ends those there are, and lets none last any more. Idempotent. */
    @Override
    void close();
}
