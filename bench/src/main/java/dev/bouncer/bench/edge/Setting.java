package dev.bouncer.bench.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A setting that is measured.
 *
 * @param name      as it is shown
 * @param reference the name of what it is compared with; its own: it is what others are compared with
 * @param options   of the JVM, besides its usual ones
 * @param arguments of {@link dev.bouncer.bench.floor.TunedServer}
 * @param extension that clients ask for; empty: none
 */
record Setting(String name, String reference, List<String> options, List<String> arguments, String extension) {
    private static final String EDGE = "edge";
    private static final String UNCACHED = "edge without the AOT cache";
    private static final String PLAIN = "plain server";

    /** Those of an edge. A cache is of one kind of headers and of no use to ZGC: these are compared without any. */
    static List<Setting> ofEdge() {
        return List.of(edge(EDGE, EDGE), edge("-XX:+UseSerialGC", EDGE, "-XX:+UseSerialGC"),
                edge("-XX:+UseParallelGC", EDGE, "-XX:+UseParallelGC"),
                edge("JVM's own heap free ratios", EDGE, "-XX:MinHeapFreeRatio=40", "-XX:MaxHeapFreeRatio=70"),
                edge(UNCACHED, UNCACHED, "-Xshare:auto"),
                edge("no compact object headers", UNCACHED, "-Xshare:auto", "-XX:-UseCompactObjectHeaders"),
                edge("-XX:+UseZGC", UNCACHED, "-Xshare:auto", "-XX:+UseZGC"));
    }

    /** Those of the plain server, which an edge does not let one change. */
    static List<Setting> ofPlain() {
        return List.of(plain(PLAIN, "", ""), plain("buffers of 1 KiB", "buffers", ""),
                plain("compression, asked for by clients", "compression", "permessage-deflate"),
                plain("HTTP sessions", "sessions", ""),
                new Setting("plain, no compact object headers", PLAIN, List.of("-XX:-UseCompactObjectHeaders"),
                        List.of(), ""));
    }

    private static Setting edge(String name, String reference, String... options) {
        return new Setting(name, reference, List.of(options), List.of(), "");
    }

    private static Setting plain(String name, String argument, String extension) {
        List<String> arguments = new ArrayList<>();
        if (!argument.isEmpty()) arguments.add(argument);
        return new Setting(name, PLAIN, List.of(), arguments, extension);
    }

    /** For the script that starts an edge. */
    Map<String, String> environment() {
        return Map.of("BOUNCER_JAVA_OPTS", String.join(" ", options));
    }

    boolean isReference() {
        return name.equals(reference);
    }
}
