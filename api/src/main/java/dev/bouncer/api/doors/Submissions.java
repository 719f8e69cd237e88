package dev.bouncer.api.doors;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import org.jspecify.annotations.Nullable;

/**
 * The commands that came with an {@code Idempotency-Key}, or the like, in the last 24 hours, as many as fit; what is forgotten here is
 * still the same command to the rest of Bouncer, by its id. Thread-safe.
 */
public final class Submissions {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final long MAX_WEIGHT = 64L * 1024 * 1024;

    /**
     * A command and what becomes of it.
     *
     * @param command as it was sent, the first time if there were several
     */
    public record Sent(Command command, CompletableFuture<Outcome> outcome) {}

    /** Gives a command to the log. */
    public interface Giving {
        /** @param confirm whether edges are to say at once that they have enforced it */
        CompletableFuture<Outcome> give(Command command, boolean confirm);
    }

    private final Giving giving;
    private final Supplier<UUID> ids;
    private final Cache<UUID, Submission> known;

    /** @param ids makes the ids of commands that come without a key */
    public Submissions(Giving giving, Supplier<UUID> ids, InstantSource clock) {
        this.giving = giving;
        this.ids = ids;
        this.known = Caffeine.newBuilder().expireAfterWrite(KEPT).maximumWeight(MAX_WEIGHT)
                .weigher((UUID _, Submission submission) -> submission.weight()).executor(Runnable::run)
                .ticker(() -> clock.millis() * 1_000_000).build();
    }

    /**
     * Sends a command, unless it is a retry of one that was sent.
     *
     * @param scopedKey what the request's key stands for, so that no two callers share one; null: it came without
     * @param content   stands for all that the request says
     * @param confirm   whether edges are to say at once that they have enforced it
     * @param make      makes the command with that id, where it is needed
     * @throws Problem IDEMPOTENCY_KEY_REUSED if the key came with another content before; and what {@code make} throws
     */
    public Sent send(@Nullable UUID scopedKey, String content, boolean confirm, Function<UUID, Command> make) {
        if (scopedKey == null) {
            Command command = make.apply(ids.get());
            return new Sent(command, giving.give(command, confirm));
        }
        Submission submission = known.getIfPresent(scopedKey);
        if (submission == null) {
            Submission fresh = new Submission(content,
                    make.apply(IdempotencyKey.commandId(scopedKey, content.getBytes(StandardCharsets.UTF_8))));
            Submission present = known.asMap().putIfAbsent(scopedKey, fresh);
            submission = present == null ? fresh : present;
        }
        if (!submission.isFor(content)) {
            throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "expected the same method, subject and body as when the key was first used");
        }
        return new Sent(submission.command(), forgetting(scopedKey, submission, confirm));
    }

    // What was certainly not done left no trace: a later retry may count its "for" from then.
    private CompletableFuture<Outcome> forgetting(UUID scopedKey, Submission submission, boolean confirm) {
        return submission.send(command -> giving.give(command, confirm)).whenComplete((outcome, failure) -> {
            if (failure != null || outcome instanceof Outcome.NotDone) known.asMap().remove(scopedKey, submission);
        });
    }
}
