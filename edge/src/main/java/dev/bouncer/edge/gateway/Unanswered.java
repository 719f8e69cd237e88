package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/**
 * A request that a server behind has not answered, or not to the end.
 *
 * @param request      as it came
 * @param toUpstream   as it was sent
 * @param fromUpstream what came of the answer
 * @param cause        what went wrong
 */
record Unanswered(Request request, org.eclipse.jetty.client.Request toUpstream,
        org.eclipse.jetty.client.Response fromUpstream, Throwable cause) {
    /** Whether the server could not be connected to, and so has not heard of the request. */
    boolean isUnreachable() {
        return cause instanceof ConnectException || cause instanceof SocketTimeoutException
                || cause instanceof UnresolvedAddressException;
    }

    /** Whether it can be sent once more: a body that was being read cannot be read again. */
    boolean isWithoutBody() {
        return request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /**
     * Whether it is to be sent once more to the same server: it met a connection kept from an earlier request just as
     * the server closed it, and does no harm if the server has heard it after all.
     */
    boolean metTheEndOfAKeptConnection() {
        HttpMethod method = HttpMethod.fromString(request.getMethod());
        return cause instanceof IOException && fromUpstream.getStatus() == 0
                && toUpstream.getConnection() instanceof Connection kept && kept.getMessagesIn() > 0
                && method != null && method.isIdempotent() && isWithoutBody();
    }

    /** What the client is told. */
    int status() {
        return cause instanceof TimeoutException ? HttpStatus.GATEWAY_TIMEOUT_504 : HttpStatus.BAD_GATEWAY_502;
    }
}
