package dev.bouncer.api.doors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command under an {@code Idempotency-Key}. Whoever retries while it is under way shares its outcome; once it is known
 * to be published, that is the answer; otherwise the very same command is sent again. Thread-safe.
 */
final class Submission {
    private final String content;
    private final Command command;
    private @Nullable CompletableFuture<Outcome> outcome;

    /** @param content stands for all that the request said */
    Submission(String content, Command command) {
        this.content = content;
        this.command = command;
    }

    Command command() {
        return command;
    }

    boolean isFor(String otherContent) {
        return content.equals(otherContent);
    }

    /** What it takes to remember it, roughly, in bytes. */
    int weight() {
        return 500 + 2 * command.toString().length();
    }

    private static boolean isPublished(CompletableFuture<Outcome> outcome) {
        return outcome.state() == Future.State.SUCCESS && outcome.resultNow() instanceof Outcome.Published;
    }

    /** Sends it, unless that is under way or done. */
    CompletableFuture<Outcome> send(Function<Command, CompletableFuture<Outcome>> give) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        synchronized (this) {
            if (outcome != null && (!outcome.isDone() || isPublished(outcome))) return outcome;
            outcome = mine;
        }
        // Not under the lock: sending may wait for Kafka. Whoever shares the outcome must get one, come what may.
        try {
            var _ = give.apply(command).whenComplete((result, failure) -> {
                if (failure == null)
                    mine.complete(result);
                else
                    mine.completeExceptionally(failure);
            });
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        }
        return mine;
    }
}
