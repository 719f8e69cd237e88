package dev.bouncer.api.publish;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.bouncer.contract.Command;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Takes in the commands of every door: puts them on the log and, once they are there, into this node's view, so that
 * whoever has seen the success and asks this node sees the command. Counts what became of each. Thread-safe.
 */
public final class CommandIntake {
    private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);

    // A line in the log for each line of an import would be most of the log.
    private static final Set<String> MANY_AT_ONCE = Set.of("ndjson", "bulk", "import");

    private final CommandPublisher publisher;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final InstantSource clock;
    private final CommandCounts counts;

    /** @param readiness of the view */
    public CommandIntake(CommandPublisher publisher, BlocklistView view, Supplier<Readiness> readiness,
            InstantSource clock, MeterRegistry meters) {
        this.publisher = publisher;
        this.view = view;
        this.readiness = readiness;
        this.clock = clock;
        this.counts = new CommandCounts(meters);
    }

    /**
     * Takes in one command. May block as {@link CommandPublisher#publish} does.
     *
     * @param door names the door in the metrics
     * @return completes within the publisher's time-out, and never exceptionally
     */
    public CompletableFuture<Outcome> give(Command command, String door) {
        return give(command, door, false);
    }

    /** The same, where {@code confirm} says whether edges are to say at once that they have enforced it. */
    public CompletableFuture<Outcome> give(Command command, String door, boolean confirm) {
        CompletableFuture<Outcome> outcome = switch (readiness.get()) {
            case READY -> publisher.publish(command, confirm).thenApply(result -> noted(command, result));
            // A view that is not complete yet could lose the command again, and a log that does not fit be written to.
            case CATCHING_UP -> notDone("this node is still catching up with the log");
            case STALE -> notDone("this node is out of touch with Kafka");
        };
        return outcome.whenComplete((result, _) -> count(command, result, door));
    }

    /** Counts what a door did not take for a command. */
    public void countRejected(String door) {
        counts.rejected(door);
    }

    private static CompletableFuture<Outcome> notDone(String why) {
        return CompletableFuture.completedFuture(new Outcome.NotDone(why));
    }

    private Outcome noted(Command command, Outcome outcome) {
        if (outcome instanceof Outcome.Published published && published.position() != null)
            view.apply(command, published.position(), clock.instant());
        return outcome;
    }

    private void count(Command command, Outcome outcome, String door) {
        counts.given(command, outcome, door);
        Level level = level(outcome, door);
        if (!log.isEnabledForLevel(level)) return;
        LoggingEventBuilder said = log.atLevel(level).addKeyValue("command", command.id())
                .addKeyValue("type", CommandCounts.type(command)).addKeyValue("subject", command.subject())
                .addKeyValue("actor", command.actor()).addKeyValue("door", door)
                .addKeyValue("outcome", CommandCounts.outcome(outcome));
        String why = switch (outcome) {
            case Outcome.Published _ -> null;
            case Outcome.NotDone notDone -> notDone.why();
            case Outcome.Unknown unknown -> unknown.why();
        };
        if (why != null) said = said.addKeyValue("why", why);
        said.log("command");
    }

    // The caller is told in any case; only of what is not known somebody may have to look for the traces.
    private static Level level(Outcome outcome, String door) {
        if (outcome instanceof Outcome.Unknown) return Level.WARN;
        return MANY_AT_ONCE.contains(door) ? Level.DEBUG : Level.INFO;
    }
}
