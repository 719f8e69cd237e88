package dev.bouncer.config.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/** Where the other processes find this one. */
public final class Advertised {
    private Advertised() {}

    /**
     * {@code host:port} as configured, or else as it is; the machine's name where it listens on all addresses, since
     * nobody can be reached at 0.0.0.0.
     *
     * @param at         where it is configured
     * @param configured {@code advertised}
     * @param host       {@code host}
     * @param listening  where the HTTP port really listens
     * @throws IllegalStateException if nothing is configured and the machine does not know its name
     */
    public static String address(String at, @Nullable String configured, String host, URI listening) {
        if (configured != null) return configured;
        try {
            boolean everywhere = InetAddress.getByName(host).isAnyLocalAddress();
            String name = everywhere ? InetAddress.getLocalHost().getHostName() : listening.getHost();
            return name + ':' + listening.getPort();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(at + ".advertised: expected host:port, since the name of this machine "
                    + "cannot be found out: " + e.getMessage(), e);
        }
    }
}
