package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class TopicLayoutIT {
    private static final short ONE = 1;

    private final Topics topics = new Topics(SharedBroker.freshPrefix());
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
    private final TopicLayout layout = new TopicLayout(admin, topics);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void what_was_created_has_no_differences_and_is_not_created_twice() {
        assertThat(layout.create(3, ONE)).containsExactlyInAnyOrder(topics.commands(), topics.blocklist(),
                topics.audit(), topics.edges(), topics.enforcements(), topics.deadLetters());

        assertThat(layout.differences(3, ONE)).isEmpty();
        assertThat(layout.create(3, ONE)).isEmpty();
        assertThat(layout.partitions()).isEqualTo(3);
        assertThat(layout.blocklistCompactionLag()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void what_differs_is_said_topic_by_topic() throws Exception {
        admin.createTopics(List.of(new NewTopic(topics.commands(), 2, ONE).configs(Map.of("cleanup.policy", "delete"))))
                .all().get();

        assertThat(layout.differences(3, ONE)).contains(topics.commands() + ": partitions: expected 3, found 2",
                topics.commands() + ": cleanup.policy: expected compact, found delete",
                topics.commands() + ": message.timestamp.type: expected LogAppendTime, found CreateTime",
                topics.audit() + ": expected a topic, found none");
    }

    @Test
    void no_process_may_start_on_topics_that_are_missing_or_do_not_fit_together() throws Exception {
        assertThatThrownBy(layout::partitions).isInstanceOf(IllegalStateException.class).hasMessage(
                "topic " + topics.commands() + " does not exist: create the topics with 'bouncer topics create'");

        admin.createTopics(List.of(new NewTopic(topics.audit(), 2, ONE))).all().get();
        layout.create(3, ONE);

        assertThatThrownBy(layout::partitions).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("expected the same number of partitions, found ")
                .hasMessageContaining(topics.audit() + " with 2").hasMessageContaining(topics.commands() + " with 3");
    }
}
