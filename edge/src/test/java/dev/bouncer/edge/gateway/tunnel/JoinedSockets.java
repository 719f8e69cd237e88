package dev.bouncer.edge.gateway.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import dev.bouncer.edge.session.TestSessions;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Tunnels between real sockets of this machine, without handshakes, where it can be seen whether anything is left. */
final class JoinedSockets implements AutoCloseable {
    /** A client, an upstream and the tunnel between them. */
    record Joined(Peer client, Peer upstream, Tunnel tunnel, List<String> violations,
            CompletableFuture<Void> gone) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            client.close();
            upstream.close();
        }
    }

    final ArrayByteBufferPool.Tracking pool = new ArrayByteBufferPool.Tracking();
    final Timers timers = new Timers(InstantSource.system());
    private final QueuedThreadPool threads = new QueuedThreadPool(8);
    private final Scheduler scheduler = new ScheduledExecutorScheduler();
    private final Selectors selectors = new Selectors(threads, scheduler);
    private final ServerSocketChannel server;
    private final Duration patience;
    private volatile boolean serving = true;

    JoinedSockets(int buffer) throws Exception {
        this(buffer, Duration.ofSeconds(60));
    }

    /**
     * @param buffer   how much each socket keeps, in bytes, about; 0: as much as the system likes
     * @param patience how long either side may take for a chunk
     */
    JoinedSockets(int buffer, Duration patience) throws Exception {
        this.patience = patience;
        server = ServerSocketChannel.open();
        if (buffer > 0) server.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        LifeCycle.start(threads);
        LifeCycle.start(scheduler);
        LifeCycle.start(selectors);
    }

    /** @param buffer how much each of their sockets keeps, in bytes, about; 0: as much as the system likes */
    Joined join(TunnelRules rules, int buffer) throws IOException {
        SocketChannel client = connect(buffer);
        EndPoint clientEnd = accept(buffer);
        SocketChannel upstream = connect(buffer);
        EndPoint upstreamEnd = accept(buffer);
        CompletableFuture<Void> gone = new CompletableFuture<>();
        List<String> violations = new CopyOnWriteArrayList<>();
        Tunnel tunnel = new Tunnels(pool, threads, timers, Duration.ofSeconds(30), patience,
                () -> serving).join(clientEnd,
                        upstreamEnd, false,
                        rules, new Noted(violations, gone));
        upstreamEnd.upgrade(tunnel.upstreamSide());
        clientEnd.upgrade(tunnel.clientSide());
        return new Joined(new Peer(client.socket()), new Peer(upstream.socket()), tunnel, violations, gone);
    }

    /** From now on nothing may be passed on. */
    void serveNobody() {
        serving = false;
    }

    Joined join() throws IOException {
        return join(TunnelRules.NONE, 0);
    }

    private SocketChannel connect(int buffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (buffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, buffer);
        }
        channel.connect(server.getLocalAddress());
        return channel;
    }

    private EndPoint accept(int buffer) throws IOException {
        SocketChannel accepted = server.accept();
        accepted.configureBlocking(false);
        if (buffer > 0) accepted.setOption(StandardSocketOptions.SO_SNDBUF, buffer);
        CompletableFuture<EndPoint> opened = new CompletableFuture<>();
        selectors.accept(accepted, opened);
        return opened.join();
    }

    /** Makes sure that nothing is left of any tunnel. */
    void assertNothingLeft() {
        await().untilAsserted(() -> {
            assertThat(pool.getLeaks()).as("chunks").isEmpty();
            assertThat(selectors.getTotalKeys()).as("sockets").isZero();
            assertThat(TestSessions.waiting(timers)).as("timers").isZero();
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        LifeCycle.stop(selectors);
        LifeCycle.stop(scheduler);
        LifeCycle.stop(threads);
        timers.close();
    }

    private record Noted(List<String> violations, CompletableFuture<Void> over) implements TunnelListener {
        @Override
        public void violated(boolean byClient) {
            violations.add(byClient ? "client" : "upstream");
        }

        @Override
        public void stuck(boolean client) {
            violations.add(client ? "stuck client" : "stuck upstream");
        }

        @Override
        public void gone() {
            over.complete(null);
        }
    }

    private static final class Selectors extends SelectorManager {
        Selectors(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, 1);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
        }

        @Override
        @SuppressWarnings("unchecked")
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            return new Waiting(endPoint, getExecutor(), (CompletableFuture<EndPoint>) attachment);
        }
    }

    /** What a connection is before it is joined. */
    private static final class Waiting extends AbstractConnection.NonBlocking {
        private final CompletableFuture<EndPoint> opened;

        Waiting(EndPoint endPoint, Executor executor, CompletableFuture<EndPoint> opened) {
            super(endPoint, executor);
            this.opened = opened;
        }

        @Override
        public void onOpen() {
            super.onOpen();
            opened.complete(getEndPoint());
        }

        @Override
        public void onFillable() {
            throw new IllegalStateException("nobody reads yet");
        }
    }
}
