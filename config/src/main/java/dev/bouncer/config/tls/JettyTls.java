package dev.bouncer.config.tls;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** How Jetty listens with TLS, in the processes that have it. */
public final class JettyTls {
    private JettyTls() {}

    /**
     * HTTP/1.1 over TLS.
     *
     * @param tls  stays open as long as the connector listens
     * @param http a customizer is added to it
     */
    public static ServerConnector connector(Tls tls, Server server, HttpConfiguration http) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls.context());
        ssl.setIncludeProtocols(Tls.PROTOCOLS.toArray(String[]::new));
        ssl.setRenegotiationAllowed(false);
        // There is one certificate for all names: that a request asks for another name than the handshake decides nothing.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(server, new SslConnectionFactory(ssl, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
    }
}
