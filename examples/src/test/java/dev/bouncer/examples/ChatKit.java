package dev.bouncer.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What every example does, on a real log. */
@ExtendWith(Moderator.Resolver.class)
public abstract class ChatKit {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** An example that runs. */
    public record Chat(int port, EmbeddedEdge edge, Runnable stopServer) implements AutoCloseable {
        URI uri() {
            return URI.create("ws://127.0.0.1:" + port);
        }

        @Override
        public void close() {
            edge.close();
            stopServer.run();
        }
    }

    /** Starts the example on any free port, with the default topics. */
    protected abstract Chat start(String bootstrapServers, Path stateDir) throws Exception;

    @Test
    void a_blocked_user_is_closed_and_kept_out_and_nobody_else(Moderator moderator, @TempDir Path dir)
            throws Exception {
        String alice = getClass().getSimpleName() + "-alice";
        String bob = getClass().getSimpleName() + "-bob";
        try (Chat chat = start(moderator.bootstrapServers(), dir.resolve("edge"))) {
            ChatClient first = new ChatClient(chat.uri(), alice);
            ChatClient other = new ChatClient(chat.uri(), bob);
            assertThat(first.next()).isEqualTo("welcome");
            assertThat(other.next()).isEqualTo("welcome");

            moderator.block(alice);

            assertThat(first.next()).isEqualTo("4403 Not today.");
            assertThat(new ChatClient(chat.uri(), alice).next()).isEqualTo("4403 Not today.");
            other.say("hello");
            assertThat(other.next()).as("what bob hears").isEqualTo("you said: hello");
            await("who is gone is forgotten").atMost(SOON).until(() -> sessions(chat) == 1);

            moderator.unblock(alice);
            moderator.terminate(bob);

            assertThat(other.next()).isEqualTo("4410 terminated");
            await("alice is let in").atMost(SOON)
                    .until(() -> new ChatClient(chat.uri(), alice).next().equals("welcome"));
            ChatClient last = new ChatClient(chat.uri(), bob);
            assertThat(last.next()).isEqualTo("welcome");

            chat.edge().close();

            assertThat(last.next()).isEqualTo("1001 going-away");
            await("nobody is left").atMost(SOON).until(() -> sessions(chat) == 0);
        }
    }

    private static int sessions(Chat chat) {
        return chat.edge().enforcement().sessions().size();
    }
}
