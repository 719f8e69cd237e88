package dev.bouncer.api.console.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.bouncer.api.console.search.SearchQuery;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/** Where pages are. A subject stands in the query: browsers change paths, in which an id may be two dots. */
final class Links {
    static final String HOME = "/console";
    static final String SIGN_IN = HOME + "/sign-in";
    static final String SIGN_OUT = HOME + "/sign-out";
    static final String SIGNED_OUT = HOME + "/signed-out";

    private Links() {}

    static String app(String app) {
        return HOME + "/apps/" + app;
    }

    static String blocks(SearchQuery query, @Nullable String after) {
        return app(query.app()) + "/blocks?kind=" + (query.kind() == null ? "" : query.kind().wireName()) + "&prefix="
                + escaped(query.prefix()) + "&actor=" + escaped(query.actor()) + "&reason=" + escaped(query.reason())
                + "&order=" + query.order().wireName() + (after == null ? "" : "&after=" + escaped(after));
    }

    static String subject(SubjectKey subject) {
        return app(subject.app()) + "/subject" + query(subject);
    }

    /** That page, with what has become of a command. */
    static String done(Command command) {
        return subject(command.subject()) + "&done=" + command.id();
    }

    /**
     * The history of that page.
     *
     * @param done the command that it is to have; null: any will do
     */
    static String history(SubjectKey subject, @Nullable UUID done) {
        return part(subject, "history") + (done == null ? "" : "&done=" + done);
    }

    /** A part of that page. */
    static String part(SubjectKey subject, String part) {
        return app(subject.app()) + "/subject/" + part + query(subject);
    }

    static String query(SubjectKey subject) {
        return "?kind=" + subject.subject().kind().wireName() + "&id=" + escaped(subject.subject().id());
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
