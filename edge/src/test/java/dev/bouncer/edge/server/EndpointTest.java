package dev.bouncer.edge.server;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** On which threads a conversation is held, and when the next frame is asked for. */
class EndpointTest {
    private final Timers timers = new Timers(InstantSource.system());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger demands = new AtomicInteger();
    private final AtomicInteger drops = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch keys = new CountDownLatch(1);
    private volatile boolean serving = true;
    private final WebSocketEndpoint endpoint = new WebSocketEndpoint(_ -> new Waiting(), executor, timers,
            Duration.ofSeconds(30), () -> serving);

    /** Takes its time for every frame but pings, and throws at some. */
    private final class Waiting implements Conversation {
        @Override
        public void opened() {}

        @Override
        public boolean mayBlockOn(String text) {
            return !text.equals("ping");
        }

        @Override
        public void received(String text) {
            heard.add(text + (Thread.currentThread().isVirtual() ? " aside" : " at once"));
            if (!mayBlockOn(text)) return;
            try {
                assertThat(keys.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (text.equals("bad")) throw new IllegalStateException("a fault");
        }

        @Override
        public boolean mayBlockOn(byte[] bytes) {
            return bytes.length > 0;
        }

        @Override
        public void received(byte[] bytes) {
            received(bytes.length == 0 ? "ping" : "connect");
        }

        @Override
        public void gone() {}
    }

    @BeforeEach
    void open() {
        endpoint.onWebSocketOpen(session());
        await().until(() -> demands.get() == 1);
    }

    private Session session() {
        return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(),
                new Class<?>[]{Session.class}, (_, method, _) -> {
                    if (method.getName().equals("demand")) demands.incrementAndGet();
                    if (method.getName().equals("disconnect")) drops.incrementAndGet();
                    return null;
                });
    }

    @AfterEach
    void stop() {
        keys.countDown();
        executor.shutdownNow();
        timers.close();
    }

    @Test
    void spendsNoThreadOnWhatIsQuick() {
        endpoint.onWebSocketText("ping");

        assertThat(heard).containsExactly("ping at once");
        assertThat(demands).hasValue(2);
    }

    @Test
    void holdsBinaryFramesToTheSame() {
        endpoint.onWebSocketBinary(ByteBuffer.allocate(0), Callback.NOOP);

        assertThat(heard).containsExactly("ping at once");
        assertThat(demands).hasValue(2);
        endpoint.onWebSocketBinary(ByteBuffer.allocate(1), Callback.NOOP);
        await().until(() -> heard.size() == 2);
        assertThat(heard).endsWith("connect aside");
        assertThat(demands).hasValue(2);
        keys.countDown();
        await().until(() -> demands.get() == 3);
    }

    @Test
    void waitsAsideAndReadsOnAfterwards() {
        endpoint.onWebSocketText("connect");

        await().until(() -> heard.size() == 1);
        assertThat(heard).containsExactly("connect aside");
        assertThat(demands).hasValue(1);
        keys.countDown();
        await().until(() -> demands.get() == 2);
    }

    // A token in memory for as long as a client is connected is a token for whoever gets hold of a heap dump.
    @Test
    void letsGoOfTheRequestOnceTheConversationHasBegun() {
        Object request = new Object();
        WeakReference<Object> kept = new WeakReference<>(request);
        WebSocketEndpoint other = endpointOf(request);
        request = null;
        other.onWebSocketOpen(session());

        await().until(() -> {
            System.gc();
            return kept.get() == null;
        });
        other.onWebSocketText("ping");
        assertThat(heard).containsExactly("ping at once");
    }

    private WebSocketEndpoint endpointOf(Object request) {
        return new WebSocketEndpoint(_ -> {
            assertThat(request).isNotNull();
            return new Waiting();
        }, executor, timers, Duration.ofSeconds(30), () -> true);
    }

    @Test
    void answersNothingAndReadsNoMoreWhileNobodyMayBeServed() {
        serving = false;

        endpoint.onWebSocketText("ping");
        endpoint.onWebSocketBinary(ByteBuffer.allocate(0), Callback.NOOP);

        assertThat(heard).isEmpty();
        assertThat(demands).hasValue(1);
    }

    @Test
    void dropsAConversationThatFailsAside() {
        keys.countDown();
        endpoint.onWebSocketText("bad");

        await().until(() -> drops.get() == 1);
    }
}
