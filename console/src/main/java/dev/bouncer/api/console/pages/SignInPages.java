package dev.bouncer.api.console.pages;

import java.net.URI;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.AppKey;
import dev.bouncer.api.console.access.Csrf;
import dev.bouncer.api.console.access.Identity;
import dev.bouncer.api.console.access.Roles;
import dev.bouncer.api.console.access.Sessions;
import dev.bouncer.api.console.access.SignedIn;
import dev.bouncer.api.console.oidc.OidcSignIn;
import dev.bouncer.api.console.web.Form;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.RequestBody;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out. */
final class SignInPages {
    private static final Logger log = LoggerFactory.getLogger(SignInPages.class);

    private final Frame frame;
    private final Sessions sessions;
    private final Csrf csrf;
    private final Roles roles;
    private final AccessKeys keys;
    private final RequestBody body;
    private final @Nullable OidcSignIn oidc;

    /**
     * The page to sign in.
     *
     * @param next    where to go then
     * @param refusal why it was refused; null: it was not
     * @param oidc    whether there is a provider
     */
    record View(String next, @Nullable String refusal, boolean oidc) {}

    /**
     * The page for who has signed out.
     *
     * @param endSession where they sign out of the provider; null: nobody knows
     */
    record SignedOut(@Nullable URI endSession) {}

    /** @param oidc null: there is no provider */
    SignInPages(Frame frame, Sessions sessions, Csrf csrf, Roles roles, AccessKeys keys, RequestBody body,
            @Nullable OidcSignIn oidc) {
        this.frame = frame;
        this.sessions = sessions;
        this.csrf = csrf;
        this.roles = roles;
        this.keys = keys;
        this.body = body;
        this.oidc = oidc;
    }

    /** Leads to where somebody probably wants to go. */
    void home(Context context) {
        SignedIn who = sessions.find(context);
        Frame.redirect(context, who == null ? Links.SIGN_IN : Section.BLOCKS.of(who.roles().firstKey()));
    }

    void show(Context context) {
        String next = next(context.queryParam("next"));
        if (sessions.find(context) != null) {
            Frame.redirect(context, next);
        } else {
            show(context, next, null);
        }
    }

    private void show(Context context, String next, @Nullable String refusal) {
        frame.show(context, frame.templates().signin(frame.visitorsShell(context, "Sign in"),
                new View(next, refusal, oidc != null)));
    }

    void signIn(Context context) {
        Form form = Form.read(context, body);
        csrf.requireOfVisitor(context, form);
        String next = next(form.optional("next"));
        AppKey key;
        try {
            key = keys.authenticate(context, form.optional("key"));
        } catch (Problem problem) {
            if (problem.type() != ProblemType.UNAUTHENTICATED) throw problem;
            show(context.status(401), next, "This is not a key that Bouncer knows. Check that all of it was copied.");
            return;
        }
        if (sessions.begin(context, roles.identity(key.app(), key.key()))) {
            Frame.redirect(context, next);
        } else {
            show(context.status(403), next, "This key may not use the console: it needs the scope console, and one of "
                    + "read, moderate and admin.");
        }
    }

    void signOut(Context context) {
        SignedIn who = sessions.find(context);
        if (who != null) csrf.require(context, Form.read(context, body), who);
        sessions.end(context);
        boolean byProvider = who != null && who.identity() instanceof Identity.Person;
        Frame.redirect(context, byProvider ? Links.SIGNED_OUT : Links.SIGN_IN);
    }

    /** What is left to do for who came by the provider: one click there would let anybody at this browser in again. */
    void showSignedOut(Context context) {
        if (oidc == null || sessions.find(context) != null) {
            Frame.redirect(context, Links.HOME);
        } else {
            frame.show(context, frame.templates().signedout(frame.visitorsShell(context, "Signed out"),
                    new SignedOut(oidc.endSession())));
        }
    }

    /** Leads to the provider. */
    void ask(Context context) {
        Frame.redirect(context, provider().begin(context, next(context.queryParam("next"))).toString());
    }

    /** The way back from there. */
    void answer(Context context) {
        OidcSignIn.Answer answer = provider().end(context);
        if (!sessions.begin(context, answer.who())) {
            throw Problem.of(ProblemType.MISSING_SCOPE, "you are known as " + answer.who().name()
                    + ", but none of your roles there is one of bouncer.console.oidc.grants");
        }
        log.atInfo().addKeyValue("name", answer.who().name()).addKeyValue("sub", answer.subject())
                .log("signed in by the provider");
        Frame.redirect(context, next(answer.next()));
    }

    private OidcSignIn provider() {
        if (oidc == null) throw Problem.of(ProblemType.NO_SUCH_ROUTE, "there is no provider to sign in by");
        return oidc;
    }

    // Of this console, or a link could lead from here to anywhere.
    private static String next(@Nullable String wanted) {
        return wanted != null && wanted.matches("/console(/apps/[A-Za-z0-9_/?&=%.~+-]*)?") ? wanted : Links.HOME;
    }
}
