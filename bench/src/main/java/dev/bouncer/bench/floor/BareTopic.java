package dev.bouncer.bench.floor;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic with as many partitions as that of the commands has, and nothing else in common with it. */
public final class BareTopic {
    private static final int PARTITIONS = 6;

    private BareTopic() {}

    /** Makes it. */
    public static void create(String kafka, String topic) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))).all().get();
        } catch (ExecutionException e) {
            throw new IOException("topic " + topic, e);
        }
    }

    /** Takes it away again: the broker is somebody else's. */
    public static void delete(String kafka, String topic) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IOException("topic " + topic, e);
        }
    }
}
