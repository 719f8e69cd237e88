package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.edge.TestEdge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Servers behind and edges in front of them, for one test: they are closed after it. */
final class Stage implements AfterEachCallback {
    private final List<AutoCloseable> open = new ArrayList<>();

    Behind behind(Behind.Role role) throws IOException {
        Behind behind = new Behind(role);
        open.add(behind);
        return behind;
    }

    TestEdge edge(TestRoutes route) {
        return edge(route.app());
    }

    TestEdge edge(AppConfig app) {
        return edge(app, null);
    }

    TestEdge edge(AppConfig app, @Nullable TlsConfig tls) {
        TestEdge edge = new TestEdge(List.of(app), tls);
        open.add(edge);
        return edge;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable closeable : open.reversed())
            closeable.close();
    }
}
