package dev.bouncer.examples.jetty;

import java.net.InetSocketAddress;
import java.util.List;

import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** One connection. Public, since Jetty calls public methods of public classes only. */
public final class ChatSocket extends Session.Listener.AbstractAutoDemanding {
    private final EmbeddedEdge edge;

    ChatSocket(EmbeddedEdge edge) {
        this.edge = edge;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        super.onWebSocketOpen(session);
        InetSocketAddress peer = (InetSocketAddress) session.getRemoteSocketAddress();
        List<Subject> subjects = List.of(new Subject(SubjectKind.USER, user(session)),
                new Subject(SubjectKind.IP, IpRange.of(peer.getAddress()).toString()));
        if (edge.admit(this, subjects,
                (frame, reason) -> session.close(frame.code(), frame.reason(), Callback.NOOP)).isAdmitted()) {
            session.sendText("welcome", Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        edge.gone(this);
        callback.succeed();
    }

    @Override
    public void onWebSocketText(String message) {
        getSession().sendText("you said: " + message, Callback.NOOP);
    }

    // Here stands how your application finds out who its user is.
    private static String user(Session session) {
        List<String> users = session.getUpgradeRequest().getParameterMap().getOrDefault("user", List.of());
        return users.isEmpty() ? "nobody" : users.getFirst();
    }
}
