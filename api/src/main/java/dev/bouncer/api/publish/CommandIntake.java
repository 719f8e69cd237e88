package dev.bouncer.api.publish;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.bouncer.contract.Command;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes in the commands of every door: puts them on the log and, once they are there, into this node's view, so that
 * whoever has seen the success and asks this node sees the command. Counts what became of each. Thread-safe.
 */
public final class CommandIntake {
    private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);

    private final CommandPublisher publisher;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /** @param readiness of the view */
    public CommandIntake(CommandPublisher publisher, BlocklistView view, Supplier<Readiness> readiness,
            InstantSource clock, MeterRegistry meters) {
        this.publisher = publisher;
        this.view = view;
        this.readiness = readiness;
        this.clock = clock;
        this.meters = meters;
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
        count("invalid", "rejected", door);
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
        String type = switch (command) {
            case Command.Block _ -> "block";
            case Command.Unblock _ -> "unblock";
            case Command.Terminate _ -> "terminate";
            case Command.Invalidate _ -> "invalidate";
        };
        String result = switch (outcome) {
            case Outcome.Published _ -> "accepted";
            case Outcome.NotDone _ -> "not_done";
            case Outcome.Unknown _ -> "unknown";
        };
        count(type, result, door);
        // The caller is told in any case; only of what is not known somebody may have to look for the traces.
        log.atLevel(outcome instanceof Outcome.Unknown ? Level.WARN : Level.DEBUG).addKeyValue("command", command.id())
                .addKeyValue("type", type).addKeyValue("app", command.subject().app()).addKeyValue("door", door)
                .addKeyValue("outcome", outcome).log("command");
    }

    private void count(String type, String outcome, String door) {
        meters.counter("bouncer.commands", "type", type, "outcome", outcome, "door", door).increment();
    }
}
