package dev.bouncer.edge.gateway.tunnel;

/** Hears what becomes of a tunnel. Must not block. */
public interface TunnelListener {
    /** One of the two broke the rules, and both are told to go. */
    void violated(boolean byClient);

    /** One of the two has taken nothing of what it was sent for too long, and the tunnel is dropped. */
    void stuck(boolean client);

    /** The client's connection is closed, or the tunnel dropped. Called once. */
    void gone();
}
