package dev.bouncer.edge.gateway;

import java.util.Base64;
import java.util.List;

import dev.bouncer.config.TokenPlace;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.core.util.WebSocketUtils;
import org.jspecify.annotations.Nullable;

/** The WebSocket handshake (RFC 6455, section 4.2), as far as somebody in between has to know it. */
final class Handshakes {
    private static final int KEY_BYTES = 16;

    private Handshakes() {}

    /** Whether a request wants to become a WebSocket, well-formed or not. */
    static boolean isWanted(Request request) {
        return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /** What is wrong with the handshake; null: nothing. */
    static @Nullable String flaw(Request request) {
        HttpFields headers = request.getHeaders();
        if (!HttpMethod.GET.is(request.getMethod())
                || request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1)
            return "expected GET with HTTP/1.1";
        if (!headers.contains(HttpHeader.CONNECTION, "upgrade")) return "expected Connection: Upgrade";
        if (request.getLength() > 0 || headers.contains(HttpHeader.TRANSFER_ENCODING)) return "expected no body";
        if (headers.getValuesList(HttpHeader.SEC_WEBSOCKET_KEY).size() != 1
                || !isKey(headers.get(HttpHeader.SEC_WEBSOCKET_KEY)))
            return "expected one Sec-WebSocket-Key of 16 bytes in base64";
        return null;
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether an answer to the request agrees to it. */
    static boolean isAgreed(Request request, HttpFields answer) {
        String key = request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY);
        return key != null && answer.contains(HttpHeader.UPGRADE, "websocket")
                && WebSocketUtils.hashKey(key).equals(answer.get(HttpHeader.SEC_WEBSOCKET_ACCEPT));
    }

    /** Whether the two have agreed on an extension. */
    static boolean isExtended(HttpFields answer) {
        return answer.contains(HttpHeader.SEC_WEBSOCKET_EXTENSIONS);
    }

    /** The answer to a client that is only to be told why it is turned away. */
    static HttpFields agreement(Request request, List<TokenPlace> tokens) {
        HttpFields.Mutable answer = HttpFields.build().put(HttpHeader.UPGRADE, "websocket")
                .put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.SEC_WEBSOCKET_ACCEPT,
                        WebSocketUtils.hashKey(String.valueOf(request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY))));
        // A browser that offered some takes no answer without one.
        String subprotocol = chosen(request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false), tokens);
        if (subprotocol != null) answer.put(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, subprotocol);
        return answer.asImmutable();
    }

    // Never what follows the name of a token's place: that is the token.
    private static @Nullable String chosen(List<String> offered, List<TokenPlace> tokens) {
        for (TokenPlace place : tokens) {
            if (place.in() == TokenPlace.In.SUBPROTOCOL && offered.contains(place.name())) return place.name();
        }
        return offered.isEmpty() ? null : offered.getFirst();
    }
}
