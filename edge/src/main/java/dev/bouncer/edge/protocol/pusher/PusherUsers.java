package dev.bouncer.edge.protocol.pusher;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * The users that one connection is: the one who signed in last, and whoever joined a presence channel. A command about
 * any of them counts. Not thread-safe.
 */
final class PusherUsers {
    /** Most users by presence: a client may be several, but must not fill the memory with them. */
    static final int MAX_PRESENT = 100;

    private static final String SERVER_TO_USER = "#server-to-user-";

    private final Sessions sessions;
    private final ClientSession session;
    // Leaving the channel does not take a user from here: or a client would escape a block by leaving.
    private final Set<SubjectKey> present = new HashSet<>(0);
    private @Nullable SubjectKey signedIn;

    PusherUsers(Sessions sessions, ClientSession session) {
        this.sessions = sessions;
        this.session = session;
    }

    /** Makes it this user instead of the one before; false: it may not stay, and has been told. */
    boolean signIn(SubjectKey user) {
        List<SubjectKey> former = signedIn == null || present.contains(signedIn) ? List.of() : List.of(signedIn);
        if (!identify(former, user)) return false;
        signedIn = user;
        return true;
    }

    /** Makes it this user too; false: it may not stay, and has been told. */
    boolean join(SubjectKey user) {
        if (!identify(List.of(), user)) return false;
        present.add(user);
        return true;
    }

    /** Whether it may join as this user without being too many. */
    boolean hasRoomFor(SubjectKey user) {
        return present.size() < MAX_PRESENT || present.contains(user);
    }

    /** Whether the channel is that of the user who signed in. */
    boolean mayHear(String personalChannel) {
        return signedIn != null && personalChannel.equals(SERVER_TO_USER + signedIn.subject().id());
    }

    private boolean identify(List<SubjectKey> former, SubjectKey user) {
        // What proves it is signed for this very connection, and says no more of its age: it may have been shown before.
        return sessions.identify(session, former,
                new Authentication.Authenticated(List.of(user), null, session.openedAt()));
    }
}
