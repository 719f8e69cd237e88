package dev.bouncer.api.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.Test;

/** What every publisher must do: the fake and the real one pass the same. */
public abstract class CommandPublisherKit {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** The publisher under test: the same one throughout a test. */
    protected abstract CommandPublisher publisher();

    /** How many partitions its log has. */
    protected abstract int partitions();

    /** The commands on its log, by partition in the order of their offsets. */
    protected abstract List<Command> log() throws Exception;

    @Test
    void aPublishedCommandIsOnTheLogWhereItBelongs() throws Exception {
        Command command = block("alice");
        Outcome outcome = await(publisher().publish(command));
        assertThat(log()).containsExactly(command);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Published.class,
                published -> assertThat(published.position())
                        .isEqualTo(new Position(command.key().partition(partitions()), 0)));
    }

    @Test
    void everyKindOfCommandArrivesAsItIs() throws Exception {
        SubjectKey subject = SubjectKey.of("chat", SubjectKind.USER, "Zoë: 50%/½ 🙂");
        List<Command> commands = List.of(
                new Command.Block(UUID.randomUUID(), subject, NOW.plusSeconds(60), "why", "told", "backend", NOW),
                new Command.Unblock(UUID.randomUUID(), subject, "why not", "backend", NOW),
                new Command.Terminate(UUID.randomUUID(), subject, null, "backend", NOW));
        for (Command command : commands) {
            assertThat(await(publisher().publish(command))).isInstanceOf(Outcome.Published.class);
        }
        assertThat(log()).containsExactlyInAnyOrderElementsOf(commands);
    }

    @Test
    void commandsOfOneKeyKeepTheirOrderWithoutWaitingForEachOther() throws Exception {
        List<Command> given = new ArrayList<>();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Command command = i % 2 == 0 ? block("user-" + i / 2 % 5) : unblock("user-" + i / 2 % 5);
            given.add(command);
            outcomes.add(publisher().publish(command));
        }
        Set<Position> positions = new HashSet<>();
        for (CompletableFuture<Outcome> outcome : outcomes) {
            Outcome.Published published = (Outcome.Published) await(outcome);
            assertThat(positions.add(published.position())).isTrue();
        }
        assertThat(byKey(log())).isEqualTo(byKey(given));
    }

    @Test
    void whatIsGivenAfterTheEndIsNotDone() throws Exception {
        publisher().close();
        publisher().close();
        assertThat(await(publisher().publish(block("alice")))).isInstanceOf(Outcome.NotDone.class);
    }

    private static Map<String, List<Command>> byKey(List<Command> commands) {
        Map<String, List<Command>> byKey = new HashMap<>();
        for (Command command : commands) {
            byKey.computeIfAbsent(command.key().toString(), _ -> new ArrayList<>()).add(command);
        }
        return byKey;
    }

    private static Outcome await(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    private static Command block(String user) {
        return new Command.Block(UUID.randomUUID(), SubjectKey.of("chat", SubjectKind.USER, user), null, null, null,
                "backend", NOW);
    }

    private static Command unblock(String user) {
        return new Command.Unblock(UUID.randomUUID(), SubjectKey.of("chat", SubjectKind.USER, user), null, "backend",
                NOW);
    }
}
