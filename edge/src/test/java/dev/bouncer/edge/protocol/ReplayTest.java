package dev.bouncer.edge.protocol;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.bouncer.edge.protocol.centrifuge.CentrifugeFuzzTest;
import dev.bouncer.edge.protocol.centrifuge.ProtobufFuzzTest;
import dev.bouncer.edge.protocol.pusher.PusherFuzzTest;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Conversation after conversation on one node: each leaves it as it was, which every one of them looks at. */
class ReplayTest {
    private static final int CONVERSATIONS = 20_000;

    @Test
    void conversationsWithPusherClientsLeaveNothingBehind() throws Exception {
        replay(PusherFuzzTest.class, PusherFuzzTest::play);
    }

    @Test
    void conversationsWithCentrifugeClientsLeaveNothingBehind() throws Exception {
        replay(CentrifugeFuzzTest.class, CentrifugeFuzzTest::play);
    }

    @Test
    void conversationsInProtobufLeaveNothingBehind() throws Exception {
        replay(ProtobufFuzzTest.class, ProtobufFuzzTest::play);
    }

    private static void replay(Class<?> target, Consumer<byte[]> play) throws IOException, URISyntaxException {
        URL folder = requireNonNull(target.getResource(target.getSimpleName() + "Inputs"));
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList())
                seeds.add(Files.readAllBytes(file));
        }
        assertThat(seeds).hasSizeGreaterThan(30);
        for (int i = 0; i < CONVERSATIONS; i++)
            play.accept(seeds.get(i % seeds.size()));
    }
}
