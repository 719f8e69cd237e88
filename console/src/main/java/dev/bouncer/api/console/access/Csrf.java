package dev.bouncer.api.console.access;

import java.time.Duration;

import dev.bouncer.api.console.web.Cookies;
import dev.bouncer.api.console.web.Form;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import io.javalin.http.Context;

/**
 * Keeps other sites from sending forms in somebody's name: each form carries a token that only a page of the console for the same
 * session can have. Before there is a session, a cookie that no other site's request brings along stands for it. Thread-safe.
 */
public final class Csrf {
    /** The field of the token. */
    public static final String FIELD = "csrf";

    private static final String PURPOSE = "csrf";
    private static final String VISITOR = "bouncer_console_visitor";
    private static final Duration VISIT = Duration.ofHours(1);

    private final Seals seals;
    private final Cookies cookies;

    /** The tokens of that secret. */
    public Csrf(Seals seals, Cookies cookies) {
        this.seals = seals;
        this.cookies = cookies;
    }

    /** The token for the forms of a session. */
    public String token(SignedIn who) {
        return seals.mark(PURPOSE, "session " + who.session());
    }

    /** The token for the form to sign in with. */
    public String visitorsToken(Context context) {
        String visitor = cookies.get(context, VISITOR);
        if (visitor == null || visitor.isEmpty()) visitor = Tokens.fresh();
        cookies.set(context, VISITOR, visitor, VISIT, Cookies.SameSite.STRICT);
        return seals.mark(PURPOSE, "visitor " + visitor);
    }

    /** @throws Problem MISSING_SCOPE if the form is not one of ours for that session */
    public void require(Context context, Form form, SignedIn who) {
        require(context, form, "session " + who.session());
    }

    /** @throws Problem MISSING_SCOPE if the form is not one of ours for that visitor */
    public void requireOfVisitor(Context context, Form form) {
        String visitor = cookies.get(context, VISITOR);
        require(context, form, "visitor " + (visitor == null ? "" : visitor));
    }

    private void require(Context context, Form form, String whose) {
        String site = context.header("Sec-Fetch-Site");
        boolean ours = site == null || site.equals("same-origin");
        if (!ours || !seals.isMark(PURPOSE, whose, form.text(FIELD))) {
            throw Problem.of(ProblemType.MISSING_SCOPE,
                    "the form is not one of this session, or older than it; open the page again and send it from there");
        }
    }
}
