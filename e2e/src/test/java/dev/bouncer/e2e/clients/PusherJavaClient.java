package dev.bouncer.e2e.clients;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.Locale;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.connection.Connection;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import org.jspecify.annotations.Nullable;

/** pusher-java-client, which speaks protocol 5. */
final class PusherJavaClient extends LibraryClient implements ConnectionEventListener {
    private final Pusher pusher;

    private PusherJavaClient(Pusher pusher) {
        this.pusher = pusher;
    }

    static PusherJavaClient open(URI url, String key, String secret, String user) {
        PusherOptions options = new PusherOptions().setUseTLS(false).setHost(url.getHost()).setWsPort(url.getPort());
        options.setUserAuthenticator(socketId -> PusherSignIn.answer(key, secret, socketId, user));
        PusherJavaClient client = new PusherJavaClient(new Pusher(key, options));
        client.connect();
        return client;
    }

    @Override
    void connect() {
        pusher.connect(this, ConnectionState.ALL);
        pusher.signin();
    }

    @Override
    public void onConnectionStateChange(ConnectionStateChange change) {
        hear(new ClientEvent.State(change.getCurrentState().name().toLowerCase(Locale.ROOT)));
        // It tells nobody of a sign-in that succeeded, but knows the user then.
        if (change.getCurrentState() != ConnectionState.CONNECTED) return;
        String socketId = pusher.getConnection().getSocketId();
        Thread.ofVirtual().start(() -> awaitUser(socketId));
    }

    private void awaitUser(String socketId) {
        await().dontCatchUncaughtExceptions().until(() -> pusher.user().userId() != null || !isConnectedAs(socketId));
        if (pusher.user().userId() != null && isConnectedAs(socketId)) hear(new ClientEvent.In());
    }

    private boolean isConnectedAs(String socketId) {
        Connection connection = pusher.getConnection();
        return connection.getState() == ConnectionState.CONNECTED && socketId.equals(connection.getSocketId());
    }

    @Override
    public void onError(@Nullable String message, @Nullable String code, @Nullable Exception e) {
        hear(new ClientEvent.Told(code == null ? 0 : Integer.parseInt(code), String.valueOf(message)));
    }

    @Override
    public void close() {
        pusher.disconnect();
    }
}
