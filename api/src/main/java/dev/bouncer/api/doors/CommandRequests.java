package dev.bouncer.api.doors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Supplier;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.confirm.Confirmation;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Requests that are one command about the subject in the path: from the request to the command on the log. */
public final class CommandRequests {
    static final String DOOR = "native";

    /** Makes a command of what a request says. */
    interface Form {
        /**
         * @param body null where there is none
         * @throws IllegalArgumentException if the body says what cannot be
         */
        Command command(UUID id, SubjectKey subject, @Nullable JsonObject body, String actor, Instant now);
    }

    private final AccessKeys access;
    private final RequestBody body;
    private final Submissions submissions;
    private final Confirmations confirmations;
    private final InstantSource clock;

    /** @param ids makes the ids of commands that come without an {@code Idempotency-Key} */
    public CommandRequests(AccessKeys access, RequestBody body, CommandIntake intake,
            Confirmations confirmations, Supplier<UUID> ids, InstantSource clock) {
        this.access = access;
        this.body = body;
        this.submissions = new Submissions((command, confirm) -> intake.give(command, DOOR, confirm), ids, clock);
        this.confirmations = confirmations;
        this.clock = clock;
    }

    /** The subject of a path {@code /v1/apps/{app}/blocks/{kind}/{id}}, or {@code sessions} in place of {@code blocks}. */
    static SubjectKey subject(Context context) {
        RequestPath path = RequestPath.of(context);
        return Problem.unlessMalformed(
                () -> SubjectKey.of(path.segment(2), SubjectKind.ofWireName(path.segment(4)), path.rest(5)));
    }

    /**
     * Does what the request asks for and waits until it is safe, and if the request says so until it is enforced.
     *
     * @return what is on the log
     * @throws Problem if anything is wrong with the request, or it was not done, or that is not known
     */
    Performed perform(Context context, Form form) {
        ApiKey key = access.authorize(context, RequestPath.of(context).segment(2),
                Scope.MODERATE);
        IdempotencyKey idempotencyKey = IdempotencyKey.of(context);
        SubjectKey subject = subject(context);
        Wait wait = Wait.of(context, confirmations);
        byte[] said = body.read(context);
        UUID scopedKey = idempotencyKey == null ? null : idempotencyKey.scoped(subject.app(), key.name());
        Submissions.Sent sent = submissions.send(scopedKey, content(context, subject, said), wait != null,
                id -> Problem
                        .unlessMalformed(() -> form.command(id, subject, json(said), key.name(), clock.instant())));
        return switch (sent.outcome().join()) {
            case Outcome.Published published -> new Performed(sent.command(),
                    wait == null ? null : confirmed(context, wait, sent.command(), published));
            case Outcome.NotDone notDone -> throw Problem.notDone(notDone.why());
            case Outcome.Unknown unknown -> throw Problem.outcomeUnknown(unknown.why(), sent.command().id());
        };
    }

    // On a virtual thread, like everything here: nobody else waits with it.
    private Confirmation confirmed(Context context, Wait wait, Command command, Outcome.Published published) {
        wait.sayApplied(context);
        return confirmations.await(command.id(), published.position(), wait.atMost()).join();
    }

    private static @Nullable JsonObject json(byte[] body) {
        return body.length == 0 ? null : StrictJson.parse(body);
    }

    private static String content(Context context, SubjectKey subject, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // Neither a method, a route nor a subject has a line break in it.
            String head = context.req().getMethod() + '\n' + context.endpoint().path + '\n' + subject + '\n';
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
