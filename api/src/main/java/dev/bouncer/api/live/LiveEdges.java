package dev.bouncer.api.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.bouncer.api.confirm.EdgeState;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.LiveSessions;
import dev.bouncer.contract.SessionsRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the edges about their sessions, all at once, and waits for none longer than for the others. One that has fallen silent is
 * asked too: it may only be cut off from Kafka. Thread-safe.
 */
public final class LiveEdges implements AutoCloseable {
    /** How long an answer may take. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LiveEdges.class);
    /** How many edges are asked at once, by all: an answer has up to {@link LiveSessions#MAX_BYTES}. */
    private static final int MOST_AT_ONCE = 64;
    /** How many questions of an app are under way: its own wait for each other, not those of other apps. */
    private static final int MOST_OF_AN_APP = 8;

    private final Edges edges;
    private final @Nullable EdgeQuestions questions;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);
    private final Map<String, Semaphore> turnsOfApps = new ConcurrentHashMap<>();

    /** @param internal how edges are asked */
    public LiveEdges(Edges edges, InternalConfig internal, MeterRegistry meters) {
        Secret secret = internal.secret();
        this.edges = edges;
        this.questions = secret == null ? null : new EdgeQuestions(secret, internal, meters);
    }

    /**
     * Asks all edges that may have sessions.
     *
     * @throws Problem SESSIONS_NOT_CONFIGURED without a secret, NOT_READY if it is not known which edges there are,
     *                 TOO_MANY_REQUESTS if too many ask
     */
    public LiveAnswer ask(SessionsRequest request) {
        return ask(configured(), request, known().stream().filter(EdgeState::counted).toList());
    }

    /**
     * Asks one edge.
     *
     * @throws Problem NO_SUCH_EDGE if it is not known, and as above
     */
    public LiveAnswer ask(SessionsRequest request, String id) {
        EdgeQuestions asking = configured();
        List<EdgeState> one = known().stream().filter(edge -> edge.id().equals(id)).toList();
        if (one.isEmpty()) throw Problem.of(ProblemType.NO_SUCH_EDGE, "no edge of that id has announced itself");
        return ask(asking, request, one);
    }

    private EdgeQuestions configured() {
        if (questions != null) return questions;
        throw Problem.of(ProblemType.SESSIONS_NOT_CONFIGURED, "bouncer.internal.secret is not set at this node");
    }

    private List<EdgeState> known() {
        if (!edges.isKnown()) throw Problem.of(ProblemType.NOT_READY, "this node does not know which edges there are");
        return edges.all();
    }

    private LiveAnswer ask(EdgeQuestions asking, SessionsRequest request, List<EdgeState> asked) {
        Semaphore own = turnsOfApps.computeIfAbsent(request.app(), _ -> new Semaphore(MOST_OF_AN_APP, true));
        return inTurn(own, 1, () -> inTurn(turns, Math.min(asked.size(), MOST_AT_ONCE),
                () -> answer(asking, request, asked)));
    }

    private interface Question {
        LiveAnswer answer() throws InterruptedException;
    }

    private static LiveAnswer inTurn(Semaphore turns, int needed, Question question) {
        try {
            if (!turns.tryAcquire(needed, DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) throw Problem.tooManyRequests(1);
            try {
                return question.answer();
            } finally {
                turns.release(needed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.NOT_READY, "this node is shutting down");
        }
    }

    private static LiveAnswer answer(EdgeQuestions asking, SessionsRequest request, List<EdgeState> asked)
            throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        List<EdgeQuestions.Question> given = asked.stream().map(edge -> asking.ask(edge.said(), request)).toList();
        List<LiveSessions> told = new ArrayList<>();
        Map<String, Silence> unanswered = new TreeMap<>();
        try {
            for (EdgeQuestions.Question question : given) {
                try {
                    told.add(question.await(deadline));
                } catch (EdgeQuestions.Unanswered e) {
                    unanswered.put(question.edge(), e.silence());
                    log.atInfo().addKeyValue("edge", question.edge()).addKeyValue("why", e.getMessage())
                            .log("an edge did not tell its sessions");
                }
            }
        } finally {
            given.forEach(EdgeQuestions.Question::cancel);
        }
        asked.stream().filter(EdgeState::contested)
                .forEach(edge -> unanswered.putIfAbsent(edge.id(), Silence.CONTESTED));
        return LiveAnswer.of(told, request.limit(), asked.size(), unanswered);
    }

    @Override
    public void close() {
        if (questions != null) questions.close();
    }
}
