package dev.bouncer.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

class LibraryLogsTest {
    private static final String NAME = "io.opentelemetry.exporter.Something";

    private final Logger root = LogManager.getLogManager().getLogger("");
    private final Handler[] before = root.getHandlers();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @AfterEach
    void restore() {
        SLF4JBridgeHandler.uninstall();
        Arrays.asList(before).forEach(root::addHandler);
    }

    @Test
    void what_is_logged_by_java_util_logging_is_in_our_log_and_nowhere_else() {
        log.start();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(NAME).addAppender(log);

        LibraryLogs.join();
        Logger.getLogger(NAME).warning("the collector does not answer");
        Logger.getLogger(NAME).info("nobody needs to know");

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the collector does not answer");
        assertThat(root.getHandlers()).hasOnlyElementsOfType(SLF4JBridgeHandler.class);
    }
}
