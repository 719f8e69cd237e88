package dev.bouncer.edge.gateway.tunnel;

import java.lang.reflect.Proxy;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLContext;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class SocketsTest {
    @Test
    void socketIsFoundUnderTlsToo() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            EndPoint inClear = (EndPoint) Proxy.newProxyInstance(EndPoint.class.getClassLoader(),
                    new Class<?>[]{EndPoint.class}, (_, method, _) -> switch (method.getName()) {
                        case "getTransport" -> channel;
                        case "isOpen" -> true;
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
            SslConnection tls = new SslConnection(new ArrayByteBufferPool(), Runnable::run,
                    new SslContextFactory.Server(), inClear, SSLContext.getDefault().createSSLEngine());

            assertThat(Sockets.under(inClear)).isSameAs(channel);
            assertThat(Sockets.under(tls.getSslEndPoint())).isSameAs(channel);
            assertThat(Sockets.under(new ByteArrayEndPoint())).isNull();
        }
    }
}
