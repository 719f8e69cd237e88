package dev.bouncer.examples.spring;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.util.UriComponentsBuilder;

/** All connections. */
final class ChatHandler extends TextWebSocketHandler {
    private final EmbeddedEdge edge;

    ChatHandler(EmbeddedEdge edge) {
        this.edge = edge;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws IOException {
        List<Subject> subjects = List.of(new Subject(SubjectKind.USER, user(session)));
        if (edge.admit(session.getId(), subjects,
                (frame, reason) -> session.close(new CloseStatus(frame.code(), frame.reason()))).isAdmitted()) {
            session.sendMessage(new TextMessage("welcome"));
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        edge.gone(session.getId());
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
        session.sendMessage(new TextMessage("you said: " + message.getPayload()));
    }

    // Here stands how your application finds out who its user is.
    private static String user(WebSocketSession session) {
        URI uri = session.getUri();
        String user = uri == null ? null : UriComponentsBuilder.fromUri(uri).build().getQueryParams().getFirst("user");
        return user == null ? "nobody" : user;
    }
}
