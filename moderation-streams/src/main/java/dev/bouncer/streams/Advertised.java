package dev.bouncer.streams;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

import dev.bouncer.config.StreamsConfig;

/** Where the other instances find this one. */
final class Advertised {
    private Advertised() {}

    /**
     * {@code host:port} as configured, or else as it is; the machine's name where it listens on all addresses, since
     * nobody can be reached at 0.0.0.0.
     *
     * @param listening where the HTTP port really listens
     */
    static String address(StreamsConfig config, URI listening) {
        if (config.advertised() != null) return config.advertised();
        try {
            boolean everywhere = InetAddress.getByName(config.host()).isAnyLocalAddress();
            String host = everywhere ? InetAddress.getLocalHost().getHostName() : listening.getHost();
            return host + ':' + listening.getPort();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("streams.advertised: expected host:port, since the name of this machine "
                    + "cannot be found out: " + e.getMessage(), e);
        }
    }
}
