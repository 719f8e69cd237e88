package dev.bouncer.e2e.guard;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.javalin.Javalin;
import io.javalin.http.Context;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** An application that has never heard of Bouncer: HTTP and a WebSocket, and it believes its proxy who the user is. */
final class Application implements AutoCloseable {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Javalin javalin = Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        config.routes.get("/*", this::hello).post("/*", this::hello).delete("/*", this::hello).ws("/ws",
                socket -> socket.onMessage(message -> message.send("echo " + message.message())));
    }).start("127.0.0.1", 0);

    private void hello(Context context) throws InvalidJwtException {
        seen.add(context.method() + " " + context.path());
        context.result("hello " + user(context) + " " + context.body());
    }

    // The proxy has verified the token.
    private static String user(Context context) throws InvalidJwtException {
        String authorization = context.header("Authorization");
        if (authorization == null) return String.valueOf(context.header("X-User"));
        String token = authorization.replace("Bearer ", "");
        return String.valueOf(new JwtConsumerBuilder().setSkipSignatureVerification().build().processToClaims(token)
                .getClaimValue("sub"));
    }

    /** Which requests have come so far. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
