package dev.bouncer.edge.gateway;

import java.net.InetSocketAddress;
import java.util.Set;

import dev.bouncer.config.ClientAddress;
import dev.bouncer.contract.IpRange;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a server behind is told of where a request comes from: never what the client made up. What a trusted proxy in
 * front of this node says is passed on, and added to. Immutable.
 *
 * @param addresses whose words count
 */
record ForwardedHeaders(ClientAddress addresses) {
    private static final String SESSION = "Bouncer-Session";
    private static final String OWN_PREFIX = "bouncer-";
    // -Port, -Prefix, -Ssl, -User and more, which servers behind may believe.
    private static final String FORWARDED_PREFIX = "x-forwarded-";
    private static final String REAL_IP = "X-Real-IP";

    void put(HttpFields.Mutable headers, Request request, Passage passage) {
        HttpFields asked = request.getHeaders();
        IpRange peer = request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? IpRange.of(address.getAddress())
                : passage.client();
        boolean believed = addresses.trusts(peer);
        for (String name : Set.copyOf(headers.getFieldNamesCollection())) {
            if (beginsWith(OWN_PREFIX, name) || (!believed && beginsWith(FORWARDED_PREFIX, name))) headers.remove(name);
        }
        headers.put(SESSION, passage.session.id().toString());
        String before = believed ? String.join(", ", asked.getValuesList(HttpHeader.X_FORWARDED_FOR)) : "";
        headers.put(HttpHeader.X_FORWARDED_FOR, before.isEmpty() ? peer.toString() : before + ", " + peer);
        headers.put(REAL_IP, passage.client().toString());
        put(headers, HttpHeader.X_FORWARDED_PROTO, believed ? asked.get(HttpHeader.X_FORWARDED_PROTO) : null,
                request.isSecure() ? "https" : "http");
        put(headers, HttpHeader.X_FORWARDED_HOST, believed ? asked.get(HttpHeader.X_FORWARDED_HOST) : null,
                passage.asked.host());
        if (!believed) headers.remove(HttpHeader.FORWARDED);
    }

    private static boolean beginsWith(String prefix, String name) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static void put(HttpFields.Mutable headers, HttpHeader name, @Nullable String said, String otherwise) {
        headers.put(name, said == null ? otherwise : said);
    }
}
