package dev.bouncer.e2e.clients;

import java.net.URI;

/** A running example of an application's user-authentication endpoint. */
interface AuthEndpoint extends AutoCloseable {
    URI uri();

    @Override
    void close();
}
