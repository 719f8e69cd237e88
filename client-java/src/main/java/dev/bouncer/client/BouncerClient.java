package dev.bouncer.client;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The API of one app. Whatever returns has been done: the commands are on the log, acknowledged by all in-sync replicas. What
 * fails in passing is tried again until the deadline, under one idempotency key: it is one command in the blocklist and in the
 * audit log, though edges may close sessions that were opened between two tries. Every
 * method throws {@link RefusedException}, {@link UnavailableException} and, where it gives commands,
 * {@link OutcomeUnknownException}. Thread-safe; needs no closing.
 */
public final class BouncerClient {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final String name;
    private final String root;
    private final Transport transport;

    BouncerClient(URI api, String app, Transport transport) {
        this.name = "BouncerClient[" + api + ", app=" + app + ']';
        this.root = "/v1/apps/" + app;
        this.transport = transport;
    }

    /**
     * Begins to make a client.
     *
     * @param api    where the API, or the load balancer before it, listens
     * @param app    the app's name
     * @param secret an API key's
     * @throws IllegalArgumentException if one of them cannot be
     */
    public static ClientBuilder to(URI api, String app, String secret) {
        return new ClientBuilder(api, app, secret);
    }

    /** Gives a command, and returns when it is safe. */
    public Receipt give(Command command) {
        return give(command, How.safely());
    }

    /** Gives a command that way. */
    public Receipt give(Command command, How how) {
        String body = Requests.fields(command).toString();
        return told(Call.giving(Requests.method(command), path(Requests.collection(command), command.subject()), body,
                JSON, how), Answers::receipt);
    }

    /**
     * Gives many commands, in order.
     *
     * @return what became of each, in that order; one that is wrong hinders no other
     */
    public List<LineResult> giveEach(List<? extends Command> commands, How how) {
        if (commands.isEmpty()) return List.of();
        Call call = Call.giving("POST", root + "/commands", Requests.lines(commands), LINES, how);
        Transport.Answer answer = transport.send(call);
        if (answer.isProblem()) throw new RefusedException(answer.problem());
        List<LineResult> results = Transport.read(call,
                () -> answer.body().lines().map(line -> Answers.lineResult(Wire.parse(line))).toList());
        if (results.size() == commands.size()) return results;
        throw new OutcomeUnknownException("the answer broke off after " + results.size() + " of " + commands.size()
                + " results", how.idempotencyKey(), null, null);
    }

    /**
     * Gives the same command about many subjects, all or none of them.
     *
     * @param form     what is to be done; its own subject does not count
     * @param subjects 1 to 10,000, each once
     */
    public BulkReceipt giveAll(Command form, Collection<Subject> subjects, How how) {
        return told(Call.giving("POST", root + "/bulk", Requests.bulk(form, subjects), JSON, how),
                Answers::bulkReceipt);
    }

    /** Lifts the invalidation of a subject's tokens, also where there is none. */
    public Receipt liftInvalidation(Subject subject, How how) {
        return told(Call.giving("DELETE", path("invalidations", subject), "", JSON, how), Answers::receipt);
    }

    /** The block that keeps this subject out; of an address perhaps that of a range. */
    public Optional<Entry> findBlock(Subject subject) {
        return found(Call.get(path("blocks", subject)), ProblemType.NOT_BLOCKED);
    }

    /** The invalidation of this subject's tokens. */
    public Optional<Entry> findInvalidation(Subject subject) {
        return found(Call.get(path("invalidations", subject)), ProblemType.NOT_INVALIDATED);
    }

    /** Blocks in force. */
    public Page<Entry> blocks(Listing listing) {
        return told(Call.get(root + "/blocks" + query(listing)), json -> Answers.page(json, "blocks"));
    }

    /** Invalidations in force. */
    public Page<Entry> invalidations(Listing listing) {
        return told(Call.get(root + "/invalidations" + query(listing)), json -> Answers.page(json, "invalidations"));
    }

    /** Whether they may come in who are all these subjects. */
    public Verdict check(Collection<Subject> subjects) {
        return check(subjects, null);
    }

    /**
     * Whether they may come in who are all these subjects.
     *
     * @param tokenIssuedAt when the token was issued that they show; null: invalidations are not asked for
     */
    public Verdict check(Collection<Subject> subjects, @Nullable Instant tokenIssuedAt) {
        StringJoiner query = new StringJoiner("&", "?", "");
        subjects.forEach(one -> query.add(one.kind().wireName() + '=' + Wire.escaped(one.id())));
        Map<String, String> headers = tokenIssuedAt == null
                ? Map.of()
                : Map.of("Bouncer-Token-Issued-At", Long.toString(tokenIssuedAt.getEpochSecond()));
        Call call = Call.get(root + "/check" + query, headers);
        Transport.Answer answer = transport.send(call);
        if (!answer.isProblem()) return Transport.read(call, () -> Answers.allowed(answer.body()));
        Problem problem = answer.problem();
        if (problem.type() == ProblemType.BLOCKED) return Answers.blocked(answer.json());
        if (problem.type() == ProblemType.TOKEN_INVALIDATED) return Answers.tokenInvalidated(answer.json());
        throw new RefusedException(problem);
    }

    /** The live sessions of a subject on all edges, the first 1,000. */
    public LiveSessions sessions(Subject subject) {
        return sessions(subject, null);
    }

    /** @param after the {@code next} of the page before; null: from the start */
    public LiveSessions sessions(Subject subject, @Nullable UUID after) {
        return told(Call.get(path("sessions", subject) + (after == null ? "" : "?after=" + after)), Answers::sessions);
    }

    /**
     * What happened to a subject, newest first.
     *
     * @param limit how many events at most, 1 to 100
     */
    public List<HistoryEvent> history(Subject subject, int limit) {
        return told(Call.get(path("history", subject) + "?limit=" + limit), Answers::history);
    }

    private Optional<Entry> found(Call call, ProblemType none) {
        Transport.Answer answer = transport.send(call);
        if (!answer.isProblem()) return Optional.of(Transport.read(call, () -> Answers.entry(answer.json())));
        Problem problem = answer.problem();
        if (problem.type() == none) return Optional.empty();
        throw new RefusedException(problem);
    }

    private <T> T told(Call call, Function<JsonNode, T> reading) {
        Transport.Answer answer = transport.send(call);
        if (answer.isProblem()) throw new RefusedException(answer.problem());
        return Transport.read(call, () -> reading.apply(answer.json()));
    }

    private String path(String collection, Subject subject) {
        return root + '/' + collection + '/' + subject.kind().wireName() + '/' + Wire.escaped(subject.id());
    }

    private static String query(Listing listing) {
        StringJoiner query = new StringJoiner("&", "?", "").add("limit=" + listing.limit());
        if (listing.kind() != null) query.add("kind=" + listing.kind().wireName());
        if (!listing.prefix().isEmpty()) query.add("prefix=" + Wire.escaped(listing.prefix()));
        if (listing.after() != null) query.add("after=" + Wire.escaped(listing.after()));
        return query.toString();
    }

    /** Where and for whom; nothing of the secret. */
    @Override
    public String toString() {
        return name;
    }
}
