package dev.bouncer.e2e.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each node, on two bridges in the namespace of this process, which must be its own and where it
 * must be root: {@code build/chaos} sees to that. A node that is cut off is taken from its bridge: packets vanish both
 * ways, and no socket is told. A narrow link is a token bucket with a long queue.
 */
final class NamespaceNetwork implements Network {
    private static final String KAFKA = "10.78.0.";
    private static final String CLIENTS = "10.77.0.";
    private static final String NARROW = "tbf rate 300kbit burst 16kb latency 1500ms";

    NamespaceNetwork(List<Node> nodes) {
        // Ours alone, like all mounts here; ip keeps the names of namespaces in it.
        Shell.run("mount", "-t", "tmpfs", "chaos-run", "/run");
        ip("link set lo up");
        bridge("kafka", KAFKA);
        bridge("clients", CLIENTS);
        for (Node node : nodes) {
            ip("netns add " + node.name());
            inside(node, "ip link set lo up");
            link(node, "kafka", KAFKA);
            if (node.kind() != Node.Kind.BROKER) link(node, "clients", CLIENTS);
        }
    }

    private static void bridge(String name, String net) {
        ip("link add " + name + " type bridge");
        ip("addr add " + net + "1/24 dev " + name);
        ip("link set " + name + " up");
    }

    private static void link(Node node, String bridge, String net) {
        ip("link add " + end(node, bridge) + " type veth peer name " + bridge + "0 netns " + node.name());
        ip("link set " + end(node, bridge) + " master " + bridge + " up");
        inside(node, "ip addr add " + net + node.host() + "/24 dev " + bridge + "0");
        inside(node, "ip link set " + bridge + "0 up");
    }

    // The name of an interface has at most 15 characters.
    private static String end(Node node, String bridge) {
        return bridge.charAt(0) + "-" + node.name();
    }

    private static void ip(String arguments) {
        Shell.run(words("ip " + arguments));
    }

    private static void inside(Node node, String command) {
        List<String> all = new ArrayList<>(enter(node));
        all.addAll(List.of(words(command)));
        Shell.run(all.toArray(String[]::new));
    }

    private static List<String> enter(Node node) {
        return List.of("nsenter", "--net=/run/netns/" + node.name());
    }

    private static String[] words(String line) {
        return line.split(" ", -1);
    }

    @Override
    public String kafkaAddress(Node node) {
        return KAFKA + node.host();
    }

    @Override
    public String clientAddress(Node node) {
        return CLIENTS + node.host();
    }

    @Override
    public List<String> at(Node node, List<String> command) {
        List<String> all = new ArrayList<>(enter(node));
        all.addAll(command);
        return all;
    }

    @Override
    public boolean hasFaults() {
        return true;
    }

    @Override
    public void cut(Node node) {
        ip("link set " + end(node, "kafka") + " nomaster");
    }

    @Override
    public void narrow(Node node) {
        Shell.run(words("tc qdisc replace dev " + end(node, "kafka") + " root " + NARROW));
        inside(node, "tc qdisc replace dev kafka0 root " + NARROW);
    }

    @Override
    public void mend(Node node) {
        ip("link set " + end(node, "kafka") + " master kafka");
        // Where it was not narrowed there is nothing to take away, and tc says so.
        Shell.tryRun(words("tc qdisc del dev " + end(node, "kafka") + " root"));
        Shell.tryRun("nsenter", "--net=/run/netns/" + node.name(), "tc", "qdisc", "del", "dev", "kafka0", "root");
    }

    @Override
    public String describe() {
        return "network namespaces";
    }
}
