package dev.bouncer.e2e.clients;

import java.net.URI;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ConnectedEvent;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.Options;

/** centrifuge-java, which speaks Protobuf alone. */
final class CentrifugeJavaClient extends LibraryClient {
    private final Client client;

    private CentrifugeJavaClient(URI url, String token) {
        Options options = new Options();
        options.setToken(token);
        this.client = new Client("ws://" + url.getAuthority() + "/connection/websocket", options, new Ear());
    }

    static CentrifugeJavaClient open(URI url, String token) {
        CentrifugeJavaClient client = new CentrifugeJavaClient(url, token);
        client.connect();
        return client;
    }

    private final class Ear extends EventListener {
        @Override
        public void onConnecting(Client source, ConnectingEvent event) {
            hear(new ClientEvent.State("connecting"));
        }

        @Override
        public void onConnected(Client source, ConnectedEvent event) {
            hear(new ClientEvent.In());
        }

        @Override
        public void onDisconnected(Client source, DisconnectedEvent event) {
            hear(new ClientEvent.Told(event.getCode(), event.getReason()));
            hear(new ClientEvent.State("disconnected"));
        }
    }

    @Override
    void connect() {
        client.connect();
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
