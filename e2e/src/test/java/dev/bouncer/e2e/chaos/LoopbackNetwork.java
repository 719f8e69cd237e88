package dev.bouncer.e2e.chaos;

import java.util.List;

/** All nodes on addresses of 127.0.0.0/8, which Linux has without asking; nothing can be cut. */
record LoopbackNetwork() implements Network {
    @Override
    public String kafkaAddress(Node node) {
        return "127.78.0." + node.host();
    }

    @Override
    public String clientAddress(Node node) {
        return "127.77.0." + node.host();
    }

    @Override
    public List<String> at(Node node, List<String> command) {
        return command;
    }

    @Override
    public boolean hasFaults() {
        return false;
    }

    @Override
    public void cut(Node node) {
        throw new UnsupportedOperationException("nothing can be cut on loopback");
    }

    @Override
    public void narrow(Node node) {
        throw new UnsupportedOperationException("nothing can be narrowed on loopback");
    }

    @Override
    public void mend(Node node) {
        throw new UnsupportedOperationException("nothing can be broken on loopback");
    }

    @Override
    public String describe() {
        return "loopback, without faults of network and disk";
    }
}
