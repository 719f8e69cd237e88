package dev.bouncer.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.standalone.EmbeddedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A broker that lets in who knows a password, over TLS, and lets them do what they have a right to. Whoever comes by the other
 * door, in clear, may do everything: the test itself.
 */
final class SecuredBroker implements AutoCloseable {
    private static final String MECHANISM = "SCRAM-SHA-512";
    private static final int ITERATIONS = 4096;

    private final EmbeddedBroker broker;
    private final Admin admin;
    private final Path authority;
    private final String secured;
    private final String open;

    private SecuredBroker(EmbeddedBroker broker, String secured, String open, Path authority) {
        this.broker = broker;
        this.secured = secured;
        this.open = open;
        this.authority = authority;
        this.admin = Admin.create(Map.of("bootstrap.servers", open));
    }

    static SecuredBroker start(Path dir, TestAuthority authority) throws IOException {
        TlsConfig tls = authority.certify("kafka", dir.resolve("kafka.pem"), dir.resolve("kafka.key"));
        Path store = dir.resolve("kafka-store.pem");
        Files.writeString(store, Files.readString(tls.key()) + Files.readString(tls.certificate()).replaceAll(
                "(?m)^of .*\n", ""));
        String open = "127.0.0.1:" + freePort();
        String secured = "127.0.0.1:" + freePort();
        String controller = "127.0.0.1:" + freePort();
        Map<String, String> settings = new HashMap<>(Map.of("listeners",
                "PLAINTEXT://" + open + ",SASL_SSL://" + secured + ",CONTROLLER://" + controller,
                "controller.quorum.voters", "1@" + controller, "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT", "inter.broker.listener.name", "PLAINTEXT",
                "sasl.enabled.mechanisms", MECHANISM, "ssl.keystore.type", "PEM", "ssl.keystore.location",
                store.toString(), "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users", "User:ANONYMOUS"));
        settings.put("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        return new SecuredBroker(EmbeddedBroker.start(dir.resolve("kafka"), 0, settings), secured, open,
                authority.writeTo(dir.resolve("kafka-ca.pem")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where users come in. */
    String bootstrapServers() {
        return secured;
    }

    /** Where everybody may do everything. */
    String open() {
        return open;
    }

    /** Makes a user of each name, with these rights and no others. */
    void admit(Map<String, List<AclBinding>> rights) throws Exception {
        List<AclBinding> all = new ArrayList<>();
        rights.values().forEach(all::addAll);
        admin.createAcls(all).all().get();
        for (String user : rights.keySet()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password(user)))).all().get();
        }
    }

    static String password(String user) {
        return "the-password-of-" + user + "-0123456789";
    }

    /** The properties of a client of that user, as an operator writes them. */
    Map<String, String> client(String user) {
        return client(user, password(user), authority);
    }

    static Map<String, String> client(String user, String password, Path authority) {
        return Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", MECHANISM, "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                        + "\" password=\"" + password + "\";",
                "ssl.truststore.type", "PEM", "ssl.truststore.location", authority.toString());
    }

    Path authority() {
        return authority;
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
