package dev.bouncer.edge.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.session.TestSessions;

/**
 * The process that {@link GatewaySoak} soaks: an edge with one route. Each line that it reads is a command: {@code terminate
 * USER}, or {@code census}, which it answers with what it holds after a collection.
 */
final class SoakedEdge {
    private SoakedEdge() {}

    public static void main(String[] upstream) throws IOException {
        try (TestEdge edge = new TestEdge(List.of(new TestRoutes(upstream).app()))) {
            System.out.println(edge.uri());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.startsWith("terminate ")) {
                    edge.terminate(TestEdge.user(line.substring(10)));
                } else {
                    System.out.println(census(edge));
                }
            }
        }
        System.exit(0);
    }

    private static String census(TestEdge edge) throws IOException {
        for (int i = 0; i < 3; i++)
            System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed).sum();
        return "%d %d %d %d %d %d".formatted(heap >> 10, direct >> 10, sockets(),
                ManagementFactory.getThreadMXBean().getThreadCount(), edge.registry.size(),
                TestSessions.waiting(edge.timers));
    }

    private static long sockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(SoakedEdge::isSocket).count();
        }
    }

    // One may be closed while it is looked at.
    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
