package dev.bouncer.edge.gateway;

import java.net.InetSocketAddress;
import java.util.Locale;
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
            if (!mayPass(name, believed)) headers.remove(name);
        }
        headers.put(SESSION, passage.session.id().toString());
        String before = believed ? String.join(", ", asked.getValuesList(HttpHeader.X_FORWARDED_FOR)) : "";
        headers.put(HttpHeader.X_FORWARDED_FOR, before.isEmpty() ? peer.toString() : before + ", " + peer);
        headers.put(REAL_IP, passage.client().toString());
        put(headers, HttpHeader.X_FORWARDED_PROTO, believed ? asked.get(HttpHeader.X_FORWARDED_PROTO) : null,
                request.isSecure() ? "https" : "http");
        put(headers, HttpHeader.X_FORWARDED_HOST, believed ? asked.get(HttpHeader.X_FORWARDED_HOST) : null,
                passage.asked.host());
    }

    // Some servers take an underscore in a name for a hyphen: what would then be one of these is nobody's to say.
    private static boolean mayPass(String name, boolean believed) {
        String hyphened = name.toLowerCase(Locale.ROOT).replace('_', '-');
        if (hyphened.startsWith(OWN_PREFIX)) return false;
        boolean tellsWhence = hyphened.startsWith(FORWARDED_PREFIX) || hyphened.equals("forwarded")
                || hyphened.equals("x-real-ip");
        return !tellsWhence || (believed && name.indexOf('_') < 0);
    }

    private static void put(HttpFields.Mutable headers, HttpHeader name, @Nullable String said, String otherwise) {
        headers.put(name, said == null ? otherwise : said);
    }
}
