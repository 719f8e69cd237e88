package dev.bouncer.e2e.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpServer;

/** Takes spans as OTLP over HTTP, which is an ExportTraceServiceRequest of opentelemetry-proto, and keeps what tests look at. */
final class Collector implements AutoCloseable {
    /** Ids in hexadecimal digits; a span without a parent has none. */
    record Span(String service, String trace, String id, String parent, String name) {}

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                read(CodedInputStream.newInstance(exchange.getRequestBody().readAllBytes()));
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Span> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private interface Field {
        void take(int number, ByteString value) throws IOException;
    }

    // Every field that counts here is a message, a text or bytes.
    private static void fields(CodedInputStream message, Field to) throws IOException {
        for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                to.take(WireFormat.getTagFieldNumber(tag), message.readBytes());
            } else {
                message.skipField(tag);
            }
        }
    }

    private void read(CodedInputStream request) throws IOException {
        fields(request, (number, resourceSpans) -> {
            if (number == 1) readResource(resourceSpans);
        });
    }

    private void readResource(ByteString resourceSpans) throws IOException {
        StringBuilder service = new StringBuilder();
        fields(resourceSpans.newCodedInput(), (number, value) -> {
            // The resource's attributes are short, and only one of them begins so.
            if (number == 1) service.append(service(value));
            if (number == 2) {
                fields(value.newCodedInput(), (field, span) -> {
                    if (field == 2) spans.add(span(service.toString(), span));
                });
            }
        });
    }

    private static String service(ByteString resource) {
        String text = resource.toString(StandardCharsets.ISO_8859_1);
        for (String known : List.of("bouncer-api", "bouncer-edge")) {
            if (text.contains(known)) return known;
        }
        return "";
    }

    private static Span span(String service, ByteString message) {
        String[] found = {"", "", "", "", ""};
        try {
            fields(message.newCodedInput(), (number, value) -> {
                switch (number) {
                    case 1, 2, 4 -> found[number - 1] = HexFormat.of().formatHex(value.toByteArray());
                    case 5 -> found[4] = value.toStringUtf8();
                    default -> {
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Span(service, found[0], found[1], found[3], found[4]);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
