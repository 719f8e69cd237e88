package dev.bouncer.api.console.pages;

import dev.bouncer.api.console.access.Csrf;
import dev.bouncer.api.console.access.Sessions;
import dev.bouncer.api.console.access.SignedIn;
import dev.bouncer.api.console.web.Assets;
import dev.bouncer.api.console.web.SecurityHeaders;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.ConsoleRole;
import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all pages have in common: who may see them, what stands around them, and what is shown in their place when something goes
 * wrong. Thread-safe.
 */
final class Frame {
    private static final Logger log = LoggerFactory.getLogger(Frame.class);
    /** By which htmx tells that a part of a page is asked for. */
    private static final String PART = "HX-Request";

    private final Sessions sessions;
    private final Csrf csrf;
    private final Assets assets;
    private final Templates templates = new StaticTemplates();

    Frame(Sessions sessions, Csrf csrf, Assets assets) {
        this.sessions = sessions;
        this.csrf = csrf;
        this.assets = assets;
    }

    /** A page about an app. */
    interface AppPage {
        void show(Visit visit);
    }

    Templates templates() {
        return templates;
    }

    /** A page for whoever has signed in and may see the app in the path; others are sent to sign in. */
    Handler ofApp(AppPage page) {
        return open(context -> {
            SignedIn who = sessions.find(context);
            if (who == null) {
                sendToSignIn(context);
                return;
            }
            String app = context.pathParam("app");
            who.require(app, ConsoleRole.VIEWER);
            page.show(new Visit(context, who, app));
        });
    }

    /** Whether whoever sent the request is signed in still, and may see the app. */
    boolean mayStill(Visit visit) {
        SignedIn who = sessions.find(visit.context());
        return who != null && who.may(visit.app(), ConsoleRole.VIEWER);
    }

    /** A page for everybody. */
    Handler open(Handler page) {
        return context -> {
            SecurityHeaders.ofPage(context);
            try {
                page.handle(context);
            } catch (Problem problem) {
                showError(context, problem);
            } catch (InvalidStateStoreException e) {
                // A node that was ready when it was asked may close its store to rebuild it before it has answered.
                showError(context, Problem.of(ProblemType.NOT_READY, "this node is rebuilding its blocklist"));
            } catch (Exception e) {
                log.atError().setCause(e).addKeyValue("path", context.path()).log("page failed");
                showError(context,
                        Problem.of(ProblemType.INTERNAL, "this is a defect of Bouncer's; its log says more"));
            }
        };
    }

    private void sendToSignIn(Context context) {
        boolean page = context.req().getMethod().equals("GET") && context.header(PART) == null;
        String query = context.req().getQueryString();
        String wanted = context.req().getRequestURI() + (query == null ? "" : '?' + query);
        String target = page ? Links.SIGN_IN + "?next=" + Links.escaped(wanted) : Links.SIGN_IN;
        if (context.header(PART) != null) {
            // An answer without a body: htmx leads the whole page there.
            context.status(200).header("HX-Redirect", target);
        } else {
            redirect(context, target);
        }
    }

    /** Leads to a page, by GET. */
    static void redirect(Context context, String to) {
        context.status(303).header("Location", to);
    }

    Shell shell(Visit visit, String title, @Nullable Section section) {
        return new Shell(title, section, visit.who(), visit.app(), csrf.token(visit.who()), assets);
    }

    Shell visitorsShell(Context context, String title) {
        return new Shell(title, null, null, null, csrf.visitorsToken(context), assets);
    }

    void show(Context context, JteModel page) {
        context.contentType("text/html;charset=utf-8").result(page.render());
    }

    private void showError(Context context, Problem problem) {
        ErrorView error = ErrorView.of(problem);
        if (context.header(PART) != null) {
            show(context, templates.trouble(error));
            return;
        }
        if (problem.retryAfterSeconds() > 0 && (error.status() == 429 || error.status() == 503))
            context.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
        SignedIn who = sessions.find(context);
        Shell shell = new Shell(error.title(), null, who, null, who == null ? "" : csrf.token(who), assets);
        show(context.status(error.status()), templates.error(shell, error));
    }
}
