package dev.bouncer.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Many clients, whose answers one thread reads. */
final class Crowd implements AutoCloseable {
    private final List<Client> clients;

    private Crowd(List<Client> clients) {
        this.clients = clients;
    }

    /** Connects them, one after the other. */
    static Crowd connect(Target target, int count) throws IOException {
        Crowd crowd = new Crowd(new ArrayList<>(count));
        try {
            for (int i = 0; i < count; i++) {
                crowd.clients.add(Client.open(target, i));
            }
            return crowd;
        } catch (IOException e) {
            crowd.close();
            throw new IOException("connection " + crowd.clients.size() + " of " + count + ": " + e.getMessage(), e);
        }
    }

    Client get(long number) {
        return clients.get((int) (number % clients.size()));
    }

    List<Client> all() {
        return clients;
    }

    /** Registers all for reading. */
    Selector selector() throws IOException {
        Selector selector = Selector.open();
        for (Client client : clients) {
            client.channel().register(selector, SelectionKey.OP_READ, client);
        }
        return selector;
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}
