package dev.bouncer.api.doors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.confirm.Confirmation;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.Command;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The native door for many commands at once: {@code POST /v1/apps/{app}/commands}, NDJSON in, one result line out for each
 * line in, in order and while the request is still coming. With an {@code Idempotency-Key}, a line without an id has one
 * that derives from the key, the line's number and its bytes: the same request sent again is the same commands.
 */
public final class CommandsDoor implements Door {
    private static final String DOOR = "ndjson";
    private static final CompletableFuture<@Nullable Confirmation> NOT_WAITED_FOR = CompletableFuture
            .completedFuture(null);
    private static final int WINDOW = 2_000;
    private static final int BUFFER = 16 * 1024;

    private final AccessKeys access;
    private final CommandIntake intake;
    private final Confirmations confirmations;
    private final Supplier<Readiness> readiness;
    private final int maxLine;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    /**
     * @param maxLine how many bytes a line may have
     * @param ids     makes the ids of commands that have none
     */
    public CommandsDoor(AccessKeys access, CommandIntake intake, Confirmations confirmations,
            Supplier<Readiness> readiness, int maxLine, Supplier<UUID> ids, InstantSource clock) {
        this.access = access;
        this.intake = intake;
        this.confirmations = confirmations;
        this.readiness = readiness;
        this.maxLine = maxLine;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/v1/apps/{app}/commands", this::stream);
    }

    private void stream(Context context) throws IOException, InterruptedException {
        String app = RequestPath.of(context).segment(2);
        ApiKey key = access.authorize(context, app, Scope.MODERATE);
        IdempotencyKey idempotencyKey = IdempotencyKey.of(context);
        Problem.requireReady(readiness.get());
        Wait wait = Wait.of(context, confirmations);
        if (wait != null) wait.sayApplied(context);
        UUID scopedKey = idempotencyKey == null ? null : idempotencyKey.scoped(app, key.name());
        CommandFields fields = new CommandFields(app, key.name());
        LineReader lines = new LineReader(context.req().getInputStream(), maxLine);
        context.res().setContentType("application/x-ndjson");
        OutputStream out = new BufferedOutputStream(context.res().getOutputStream(), BUFFER);
        new CommandStream(lines, line -> give(fields, line, scopedKey, wait), WINDOW).run(out);
        out.flush();
    }

    private LineResult give(CommandFields fields, LineReader.Line line, @Nullable UUID scopedKey,
            @Nullable Wait wait) {
        if (line.isTooLong()) return rejected(line, "expected a line of at most " + maxLine + " bytes");
        Command command;
        try {
            command = fields.command(line.bytes(),
                    () -> scopedKey == null ? ids.get() : IdempotencyKey.commandId(scopedKey, numbered(line)),
                    clock.instant());
        } catch (IllegalArgumentException e) {
            return rejected(line, String.valueOf(e.getMessage()));
        }
        CompletableFuture<Outcome> outcome = intake.give(command, DOOR, wait != null);
        return new LineResult.Given(line.number(), command.id(), outcome, confirmation(command, outcome, wait));
    }

    // The time of each line begins when it is on the log: while one is waited for, the next ones are too.
    private CompletableFuture<@Nullable Confirmation> confirmation(Command command, CompletableFuture<Outcome> outcome,
            @Nullable Wait wait) {
        if (wait == null) return NOT_WAITED_FOR;
        return outcome.thenCompose(result -> result instanceof Outcome.Published published
                ? confirmations.await(command.id(), published.position(), wait.atMost())
                        .<@Nullable Confirmation>thenApply(confirmation -> confirmation)
                : NOT_WAITED_FOR);
    }

    // With its number: a request may well say the same twice, with something else between.
    private static byte[] numbered(LineReader.Line line) {
        byte[] number = (line.number() + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(number.length + line.bytes().length).put(number).put(line.bytes()).array();
    }

    private LineResult rejected(LineReader.Line line, String error) {
        intake.countRejected(DOOR);
        return new LineResult.Rejected(line.number(), error);
    }
}
