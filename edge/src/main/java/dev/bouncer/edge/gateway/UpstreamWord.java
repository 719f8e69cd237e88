package dev.bouncer.edge.gateway;

import java.util.List;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.contract.SubjectHeader;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.session.Sessions;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * What an upstream says, in its answer, of who a client is: between it and this node alone.
 *
 * @param sessions asks whether those may stay
 */
record UpstreamWord(Sessions sessions) {
    private static final String OWN_PREFIX = "bouncer-";

    /** Whether a field of an answer is not for the client. */
    static boolean isPrivate(HttpField field) {
        return field.getLowerCaseName().startsWith(OWN_PREFIX);
    }

    /**
     * Whether the session may stay as whom the upstream says it is.
     *
     * @throws IllegalArgumentException if what the upstream says is malformed
     */
    boolean identify(HttpFields answer, Passage passage) {
        if (!passage.identified && passage.route.config().identify().contains(Identify.UPSTREAM)) {
            List<String> named = answer.getValuesList(SubjectHeader.NAME);
            if (!named.isEmpty()) {
                List<SubjectKey> subjects = SubjectHeader.parse(passage.route.app(), String.join(",", named));
                passage.identified = true;
                return sessions.identify(passage.session, List.of(),
                        new Authentication.Authenticated(subjects, null, passage.session.openedAt()));
            }
        }
        return !passage.session.isClosed();
    }
}
