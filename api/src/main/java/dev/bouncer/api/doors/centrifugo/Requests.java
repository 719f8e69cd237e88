package dev.bouncer.api.doors.centrifugo;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.access.AppKey;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is asked for, as far as the caller may. Thread-safe. */
final class Requests {
    private static final Logger log = LoggerFactory.getLogger(Requests.class);
    private static final String DOOR = "centrifugo";

    private final CommandIntake intake;
    private final Connections connections;
    private final UserCommands commands;
    private final InstantSource clock;
    private final ThisNode node;

    Requests(CommandIntake intake, Connections connections, Supplier<UUID> ids, InstantSource clock) {
        this.intake = intake;
        this.connections = connections;
        this.commands = new UserCommands(ids, clock);
        this.clock = clock;
        this.node = new ThisNode(UUID.randomUUID(), clock.instant());
    }

    /** Gives the request's commands to the log, in order. Completes when it is known what became of all of them. */
    CompletableFuture<Reply> perform(AppKey caller, Request request) {
        return switch (request) {
            case Request.BlockUser block -> give(caller, () -> Optional.of(commands.block(caller, block)));
            case Request.UnblockUser unblock -> give(caller, () -> Optional.of(commands.unblock(caller, unblock)));
            case Request.Disconnect disconnect -> give(caller, () -> commands.terminate(caller, disconnect));
            case Request.RevokeToken revoke -> give(caller, () -> Optional.of(commands.revoke(caller, revoke)));
            case Request.InvalidateUserTokens invalidate ->
                give(caller, () -> Optional.of(commands.invalidate(caller, invalidate)));
            case Request.Connections asked -> connections.tell(caller, asked);
            case Request.NodeInfo _ -> CompletableFuture.completedFuture(info(caller));
            case Request.Batch batch -> perform(caller, batch);
            case Request.Refused refused -> failed(refused.error());
        };
    }

    private CompletableFuture<Reply> give(AppKey caller, Supplier<Optional<Command>> form) {
        if (!caller.key().allows(Scope.MODERATE)) return failed(ApiError.PERMISSION_DENIED);
        Optional<Command> formed;
        try {
            formed = form.get();
        } catch (IllegalArgumentException e) {
            log.atDebug().addKeyValue("app", caller.app()).addKeyValue("key", caller.key().name())
                    .addKeyValue("error", e.getMessage()).log("bad request");
            intake.countRejected(DOOR);
            return failed(ApiError.BAD_REQUEST);
        }
        return formed.map(command -> intake.give(command, DOOR).thenApply(outcome -> reply(command, outcome)))
                .orElseGet(() -> CompletableFuture.completedFuture(new Reply.Done()));
    }

    private static Reply reply(Command command, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Published _ -> new Reply.Done();
            case Outcome.NotDone notDone -> {
                // The answer has no place for it, so it is told here.
                log.atWarn().addKeyValue("command", command.id()).addKeyValue("app", command.subject().app())
                        .addKeyValue("error", notDone.why()).log("not done");
                yield new Reply.Failed(ApiError.INTERNAL);
            }
            // The intake has logged it.
            case Outcome.Unknown _ -> new Reply.Failed(ApiError.INTERNAL);
        };
    }

    private Reply info(AppKey caller) {
        return caller.key().allows(Scope.READ) || caller.key().allows(Scope.MODERATE)
                ? new Reply.Done(node.info(clock.instant()))
                : new Reply.Failed(ApiError.PERMISSION_DENIED);
    }

    private CompletableFuture<Reply> perform(AppKey caller, Request.Batch batch) {
        List<CompletableFuture<ObjectNode>> replies = new ArrayList<>();
        for (Request.Batch.Entry entry : batch.entries()) {
            replies.add(perform(caller, entry.request()).thenApply(reply -> reply.json(entry.name())));
        }
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(_ -> new Reply.Batch(replies.stream().map(CompletableFuture::join).toList()));
    }

    private static CompletableFuture<Reply> failed(ApiError error) {
        return CompletableFuture.completedFuture(new Reply.Failed(error));
    }
}
