package dev.bouncer.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have taken, as the kernel tells it.
 *
 * @param rssKib    memory of their own and shared, resident, in KiB
 * @param cpuMillis time on the CPU since they began, in their own code and the kernel's
 */
public record Usage(long rssKib, long cpuMillis) {
    // Linux has told times in hundredths of a second to programs for ever, whatever its own clock.
    private static final int MILLIS_PER_TICK = 10;
    private static final int USER_TIME = 11;

    static Usage of(List<Long> pids) throws IOException {
        long rss = 0;
        long ticks = 0;
        for (long pid : pids) {
            Path proc = Path.of("/proc", Long.toString(pid));
            for (String line : Files.readAllLines(proc.resolve("status"))) {
                if (line.startsWith("VmRSS:")) rss += Long.parseLong(line.replaceAll("\\D", ""));
            }
            // The program's name, in parentheses, may hold spaces; what follows does not.
            String stat = Files.readString(proc.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        }
        return new Usage(rss, ticks * MILLIS_PER_TICK);
    }
}
