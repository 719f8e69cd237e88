package dev.bouncer.e2e.chaos;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Some hundred clients, spread over the edges; a few users have two. */
final class Crowd implements AutoCloseable {
    private static final int SECOND_CLIENT_EVERY = 5;
    private static final int LONGER_THAN_ANY_RUN = 48 * 60;

    private final List<Thread> threads = new ArrayList<>();

    void start(long seed, List<String> users, HttpClient http, Network network, History history) {
        for (int i = 0; i < users.size(); i++) {
            String user = users.get(i);
            int clients = i % SECOND_CLIENT_EVERY == 0 ? 2 : 1;
            for (int client = 0; client < clients; client++) {
                Knocker knocker = new Knocker(http, network, history, user, token(user),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + i * 2L + client));
                threads.add(Thread.ofVirtual().name(user + "-" + client).start(knocker));
            }
        }
    }

    private static String token(String user) {
        try {
            JwtClaims claims = new JwtClaims();
            claims.setSubject(user);
            claims.setExpirationTimeMinutesInTheFuture(LONGER_THAN_ANY_RUN);
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKey(new HmacKey(Launch.TOKEN_SECRET.getBytes(StandardCharsets.UTF_8)));
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
