package dev.bouncer.api.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.uuid.Generators;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.console.access.Csrf;
import dev.bouncer.api.console.access.Limits;
import dev.bouncer.api.console.access.SignedIn;
import dev.bouncer.api.console.access.Tokens;
import dev.bouncer.api.console.web.Form;
import dev.bouncer.api.doors.Submissions;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.live.LiveAnswer;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import org.jspecify.annotations.Nullable;

/** Gives commands: first a page that says what will happen, then, once that is confirmed, the command, and what became of it. */
final class CommandPages {
    private static final String DOOR = "console";
    /** Names a page to confirm, so that sending it twice is one command. */
    private static final String ONCE = "once";
    /** Names the block that is to be extended, and no other. */
    private static final String EXTENDED = "block";
    private static final UUID NAMESPACE = UUID.fromString("0199aa5c-52f0-7d0c-8f0e-6c1b7f1f2a33");
    /** How long it is waited for the edges before the page is shown, which asks on. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    /**
     * A page to confirm.
     *
     * @param until    when it would end; null: never, or it does not last
     * @param block    what is in force now; null: nothing
     * @param sessions how many sessions there are now, in words
     * @param once     names the page
     * @param changed  whether another block is in force than when it was confirmed before
     */
    record View(Order order, @Nullable Instant until, @Nullable BlockEntry block, String sessions, String actor,
            String once, Instant now, boolean changed) {
        SubjectKey subject() {
            return order.subject();
        }

        /** Whom the block in force is for, in words; empty: everybody, at once. */
        String reach() {
            return block == null ? "" : Texts.reach(block.reach());
        }

        /** Whether it is not for everybody. */
        boolean isForSome() {
            return order.action() == Action.EXTEND && block != null && Texts.isForSome(block.reach());
        }

        /** Names the block that is extended; empty: none is. */
        String extended() {
            return order.action() == Action.EXTEND && block != null ? block.command().toString() : "";
        }
    }

    /** Another block is in force than was confirmed. */
    private static final class OtherBlock extends RuntimeException {
        private static final long serialVersionUID = 1;

        OtherBlock() {
            super("another block is in force", null, false, false);
        }
    }

    private final Frame frame;
    private final Csrf csrf;
    private final Limits limits;
    private final RequestBody body;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final LiveEdges edges;
    private final Submissions submissions;
    private final Confirmations confirmations;
    private final InstantSource clock;

    /** @param readiness of the view */
    CommandPages(Frame frame, Csrf csrf, Limits limits, RequestBody body, BlocklistView view,
            Supplier<Readiness> readiness,
            LiveEdges edges, CommandIntake intake, Confirmations confirmations, InstantSource clock) {
        this.frame = frame;
        this.csrf = csrf;
        this.limits = limits;
        this.body = body;
        this.view = view;
        this.readiness = readiness;
        this.edges = edges;
        this.submissions = new Submissions((command, confirm) -> intake.give(command, DOOR, confirm),
                Generators.timeBasedEpochGenerator()::generate, clock);
        this.confirmations = confirmations;
        this.clock = clock;
    }

    /** Says what will happen. */
    void confirm(Visit visit) {
        ask(visit, Order.read(read(visit), visit.app()), false);
    }

    private void ask(Visit visit, Order order, boolean changed) {
        Problem.requireReady(readiness.get());
        Instant now = clock.instant();
        BlockEntry block = view.find(order.subject(), now);
        // Made for the errors that it may have; the one that is given is made anew.
        var _ = Problem
                .unlessMalformed(() -> order.command(new UUID(0, 0), block, visit.who().name(), now));
        Instant until = Problem.unlessMalformed(() -> order.end(block, now));
        View page = new View(order, until, block, sessions(order.subject()), visit.who().name(), Tokens.fresh(), now,
                changed);
        frame.show(visit.context(), frame.templates().confirm(
                frame.shell(visit, order.action().title() + ": " + Texts.name(order.subject()), Section.BLOCKS), page));
    }

    /** Does it. */
    void act(Visit visit) {
        Form form = read(visit);
        Order order = Order.read(form, visit.app());
        Problem.requireReady(readiness.get());
        Submissions.Sent sent;
        try {
            sent = submissions.send(once(visit.who(), form.text(ONCE)), order.toString(), true,
                    id -> command(id, order, form.text(EXTENDED), visit.who().name()));
        } catch (OtherBlock e) {
            visit.context().status(409);
            ask(visit, order, true);
            return;
        }
        switch (sent.outcome().join()) {
            case Outcome.Published published -> {
                var _ = confirmations.await(sent.command().id(), published.position(), WAIT).join();
                Frame.redirect(visit.context(), Links.done(sent.command()));
            }
            case Outcome.NotDone notDone -> throw Problem.notDone(notDone.why());
            case Outcome.Unknown unknown -> throw Problem.outcomeUnknown(unknown.why(), sent.command().id());
        }
    }

    private Command command(UUID id, Order order, String extended, String actor) {
        Instant now = clock.instant();
        BlockEntry block = view.find(order.subject(), now);
        // Its own: another node has taken the same page already.
        boolean same = block == null || block.command().equals(id) || block.command().toString().equals(extended);
        if (order.action() == Action.EXTEND && !same) throw new OtherBlock();
        return Problem.unlessMalformed(() -> order.command(id, block, actor, now));
    }

    private Form read(Visit visit) {
        Form form = Form.read(visit.context(), body);
        csrf.require(visit.context(), form, visit.who());
        visit.who().require(visit.app(), ConsoleRole.MODERATOR);
        limits.spend(visit.context(), visit.who().identity());
        return form;
    }

    private static UUID once(SignedIn who, String once) {
        if (once.isEmpty()) throw Problem.malformed("once: expected the page to confirm, got a form without it");
        return Generators.nameBasedGenerator(NAMESPACE).generate(who.session() + '\n' + once);
    }

    private String sessions(SubjectKey subject) {
        try {
            LiveAnswer answer = edges.ask(SessionsRequest.of(subject, null, SessionsRequest.MAX_LIMIT));
            String count = Texts.count(answer.sessions().size(), "session", "sessions");
            String text = answer.next() == null ? count : "more than " + count;
            return answer.unanswered().isEmpty()
                    ? text
                    : text + ", and whatever is open on " + String.join(", ", answer.unanswered().keySet());
        } catch (Problem unknown) {
            return "an unknown number of sessions (" + unknown.detail() + ")";
        }
    }
}
