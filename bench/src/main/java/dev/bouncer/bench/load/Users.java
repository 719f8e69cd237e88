package dev.bouncer.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.bench.fleet.Tokens;
import dev.bouncer.config.Secret;

/** Users who are connected and say nothing, each once. */
final class Users implements AutoCloseable {
    private final String prefix;
    private final List<Client> clients = new ArrayList<>();

    private Users(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Connects them, one after the other, to each address in turn.
     *
     * @param path with {@code {user}} where the name goes, and {@code {token}} where a token goes
     * @param tokens signs them
     */
    static Users connect(String prefix, List<Address> addresses, String path, Secret tokens, int count)
            throws IOException {
        Users users = new Users(prefix);
        try {
            for (int i = 0; i < count; i++) {
                String name = users.name(i);
                String own = path.replace("{user}", name);
                // Made only where it is wanted: each is a signature.
                if (own.contains("{token}")) own = own.replace("{token}", Tokens.of(name, tokens));
                users.clients.add(Client.open(new Target(addresses.get(i % addresses.size()), own), i));
            }
            return users;
        } catch (IOException e) {
            users.close();
            throw new IOException("user " + users.clients.size() + " of " + count + ": " + e.getMessage(), e);
        }
    }

    /** Names alone: who is not connected is not waited for. */
    static Users absent(String prefix) {
        return new Users(prefix);
    }

    /** How many are connected. */
    int count() {
        return clients.size();
    }

    String name(int number) {
        return prefix + '-' + number;
    }

    Client get(int number) {
        return clients.get(number);
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}
