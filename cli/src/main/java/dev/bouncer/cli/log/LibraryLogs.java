package dev.bouncer.cli.log;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** What libraries log by {@code java.util.logging}. */
public final class LibraryLogs {
    private LibraryLogs() {}

    /** From now on it is in our log, and nowhere else. */
    public static void join() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
