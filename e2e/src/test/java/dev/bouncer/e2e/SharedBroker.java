package dev.bouncer.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.standalone.EmbeddedBroker;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One real broker in this JVM for all tests that do not kill theirs; each test has topics with a prefix of its own. */
public final class SharedBroker implements BeforeAllCallback {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private record Running(EmbeddedBroker broker) implements AutoCloseable {
        @Override
        public void close() {
            broker.close();
        }
    }

    private static volatile String bootstrapServers = "";

    @Override
    public void beforeAll(ExtensionContext context) {
        Running running = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent("broker",
                _ -> start(), Running.class);
        bootstrapServers = running.broker().bootstrapServers();
    }

    private static Running start() {
        try {
            Path dir = Files.createTempDirectory("bouncer-broker");
            return new Running(EmbeddedBroker.start(dir, 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String bootstrapServers() {
        return bootstrapServers;
    }

    public static String freshPrefix() {
        return "t" + PREFIXES.incrementAndGet() + ".";
    }
}
