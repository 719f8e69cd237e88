package dev.bouncer.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM of this machine can be asked. */
public final class Jvm {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private Jvm() {}

    /** Collects its garbage, then counts what is alive; in bytes. */
    public static long liveHeap(long pid) throws IOException, InterruptedException {
        // What is only weakly reachable, or waits to be cleaned up, goes with the second one.
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
        if (!total.find()) throw new IOException("no total in the class histogram of " + pid);
        return Long.parseLong(total.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Child.java("jcmd"), Long.toString(pid), command).redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) throw new IOException("jcmd " + command + ": " + said);
        return said;
    }
}
