package dev.bouncer.api.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.live.LiveAnswer;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * A subject: whether it is kept out, its live sessions, its history, and what can be done about it. Sessions and history come by
 * requests of their own, since others are asked for them.
 */
final class SubjectPage {
    private static final Set<String> PARAMETERS = Set.of("kind", "id", "done");
    private static final int MOST_SESSIONS = 100;
    /** How long a page asks whether a command is in the audit log. */
    private static final Duration UNTIL_LOGGED = Duration.ofSeconds(30);

    /**
     * What is in force.
     *
     * @param block        what keeps it out, its own or that of a range it lies in; null: nothing
     * @param invalidation of its tokens; null: none
     */
    record Status(SubjectKey subject, @Nullable BlockEntry block, @Nullable BlockEntry invalidation, Instant now) {
        boolean isOwn() {
            return block != null && block.subject().equals(subject);
        }
    }

    /**
     * The page.
     *
     * @param done the command that was just given; null: none
     */
    record View(Status status, boolean mayAct, @Nullable NoticeView done) {
        SubjectKey subject() {
            return status.subject();
        }

        boolean hasTokens() {
            return Command.Invalidate.allows(subject().subject().kind());
        }

        boolean isApp() {
            return subject().subject().kind() == SubjectKind.APP;
        }
    }

    /**
     * What happened to it.
     *
     * @param again where to ask again, in a moment, since something is still missing; null: nothing is
     */
    record Past(SubjectKey subject, Timeline timeline, @Nullable String again) {}

    private final Frame frame;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final LiveEdges edges;
    private final Histories histories;
    private final Notices notices;
    private final InstantSource clock;

    /** @param readiness of the view */
    SubjectPage(Frame frame, BlocklistView view, Supplier<Readiness> readiness, LiveEdges edges, Histories histories,
            Notices notices, InstantSource clock) {
        this.frame = frame;
        this.view = view;
        this.readiness = readiness;
        this.edges = edges;
        this.histories = histories;
        this.notices = notices;
        this.clock = clock;
    }

    /** The subject of a query. */
    static SubjectKey subject(Context context, String app) {
        QueryParameters parameters = QueryParameters.of(context, PARAMETERS);
        String kind = parameters.text("kind");
        String id = parameters.text("id");
        return Problem.unlessMalformed(() -> SubjectKey.of(app, SubjectKind.ofWireName(kind == null ? "" : kind),
                id == null ? "" : id));
    }

    void show(Visit visit) {
        SubjectKey subject = subject(visit.context(), visit.app());
        String done = visit.context().queryParam("done");
        NoticeView notice = done == null ? null : notices.of(visit.app(), id(done));
        View page = new View(status(subject), visit.who().may(visit.app(), ConsoleRole.MODERATOR), notice);
        frame.show(visit.context(), frame.templates()
                .subject(frame.shell(visit, Texts.name(subject) + " of " + visit.app(), Section.BLOCKS), page));
    }

    void showStatus(Visit visit) {
        frame.show(visit.context(), frame.templates().status(status(subject(visit.context(), visit.app()))));
    }

    void showSessions(Visit visit) {
        SubjectKey subject = subject(visit.context(), visit.app());
        LiveAnswer answer = edges.ask(SessionsRequest.of(subject, null, MOST_SESSIONS));
        frame.show(visit.context(), frame.templates().sessions(subject, answer));
    }

    void showHistory(Visit visit) {
        SubjectKey subject = subject(visit.context(), visit.app());
        Timeline timeline = histories.of(subject);
        String done = visit.context().queryParam("done");
        frame.show(visit.context(), frame.templates()
                .history(new Past(subject, timeline, done == null ? null : again(subject, timeline, id(done)))));
    }

    // moderation-streams commits ten times a second: the page that a command leads to mostly asks too early.
    private @Nullable String again(SubjectKey subject, Timeline timeline, UUID done) {
        Command command = notices.of(subject.app(), done).command();
        boolean early = command != null && command.subject().equals(subject) && !timeline.has(done)
                && clock.instant().isBefore(command.issuedAt().plus(UNTIL_LOGGED));
        return early ? Links.history(subject, done) : null;
    }

    void showNotice(Visit visit) {
        NoticeView notice = notices.of(visit.app(), id(visit.context().pathParam("command")));
        frame.show(visit.context(), frame.templates().notice(notice));
    }

    private static UUID id(String text) {
        return Problem.unlessMalformed(() -> UUID.fromString(text));
    }

    private Status status(SubjectKey subject) {
        Problem.requireReady(readiness.get());
        Instant now = clock.instant();
        return new Status(subject, view.find(subject, now), view.findInvalidation(subject, now), now);
    }
}
