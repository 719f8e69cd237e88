package dev.bouncer.api.console.access;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.ConsoleRole;

/**
 * Somebody who has signed in.
 *
 * @param session  names the session
 * @param identity by what they have signed in
 * @param roles    what they may do, by the names of apps; never none
 */
public record SignedIn(String session, Identity identity, SortedMap<String, ConsoleRole> roles) {
    /** Copies. */
    public SignedIn {
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    /** What they are called, and the actor of their commands. */
    public String name() {
        return identity.name();
    }

    /**
     * Makes sure that they may do something.
     *
     * @throws Problem NO_SUCH_APP, the same whether there is no such app or it is others'; MISSING_SCOPE
     */
    public void require(String app, ConsoleRole needed) {
        ConsoleRole role = roles.get(app);
        if (role == null) throw Problem.of(ProblemType.NO_SUCH_APP, "no app of that name that you may see");
        if (!role.includes(needed)) {
            throw Problem.of(ProblemType.MISSING_SCOPE, "this needs the role " + needed.wireName() + ", and you are a "
                    + role.wireName() + " of " + app);
        }
    }

    /** Whether they may do that. */
    public boolean may(String app, ConsoleRole needed) {
        ConsoleRole role = roles.get(app);
        return role != null && role.includes(needed);
    }
}
