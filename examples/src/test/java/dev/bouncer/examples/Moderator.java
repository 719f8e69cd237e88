package dev.bouncer.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.Topics;
import dev.bouncer.standalone.EmbeddedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives commands to the app {@code chat}, on a real broker in this JVM: one for all examples. */
public final class Moderator implements AutoCloseable {
    private static final Topics TOPICS = new Topics("");

    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    private Moderator() throws Exception {
        Path dir = Files.createTempDirectory("bouncer-broker");
        this.broker = EmbeddedBroker.start(dir, 0);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0);
        try (Admin admin = Admin.create(kafka)) {
            new TopicLayout(admin, TOPICS).create(3, (short) 1);
        }
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public void block(String user) throws Exception {
        give(new Command.Block(UUID.randomUUID(), key(user), null, "see ticket 88", "Not today.", "test",
                Instant.now()));
    }

    public void unblock(String user) throws Exception {
        give(new Command.Unblock(UUID.randomUUID(), key(user), null, "test", Instant.now()));
    }

    public void terminate(String user) throws Exception {
        give(new Command.Terminate(UUID.randomUUID(), key(user), null, "test", Instant.now()));
    }

    private void give(Command command) throws Exception {
        producer.send(new ProducerRecord<>(TOPICS.commands(), command.key().bytes(), CommandJson.encode(command)))
                .get();
    }

    private static SubjectKey key(String user) {
        return SubjectKey.of("chat", SubjectKind.USER, user);
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }

    /** Hands the one moderator to tests. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Moderator.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(Moderator.class,
                    _ -> start(), Moderator.class);
        }

        private static Moderator start() {
            try {
                return new Moderator();
            } catch (Exception e) {
                throw new IllegalStateException("no broker", e);
            }
        }
    }
}
