package dev.bouncer.edge.gateway;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The fields of an answer that are between this node and the server behind alone (RFC 9110, section 7.6.1): those that
 * always are, and those that {@code Connection} names. Immutable.
 *
 * @param named in lower case
 */
record NeighbourFields(Set<String> named) {
    private static final Set<HttpHeader> ALWAYS = EnumSet.of(HttpHeader.CONNECTION, HttpHeader.KEEP_ALIVE,
            HttpHeader.PROXY_AUTHENTICATE, HttpHeader.PROXY_AUTHORIZATION, HttpHeader.PROXY_CONNECTION, HttpHeader.TE,
            HttpHeader.TRAILER, HttpHeader.TRANSFER_ENCODING, HttpHeader.UPGRADE);

    static NeighbourFields of(HttpFields answer) {
        Set<String> named = new HashSet<>(4);
        for (String name : answer.getCSV(HttpHeader.CONNECTION, false)) {
            named.add(name.toLowerCase(Locale.ROOT));
        }
        return new NeighbourFields(named);
    }

    boolean has(HttpField field) {
        return ALWAYS.contains(field.getHeader()) || named.contains(field.getLowerCaseName());
    }
}
