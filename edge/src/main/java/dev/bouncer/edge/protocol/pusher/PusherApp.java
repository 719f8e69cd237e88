package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * An app as its clients know it.
 *
 * @param name               the app's
 * @param key                the one in the clients' URL
 * @param signatures         what its backend signs for clients
 * @param identifyByPresence whether who joins a presence channel is thereby known
 */
record PusherApp(String name, String key, PusherSignatures signatures, boolean identifyByPresence) {
    /** Null: the app is not for clients of this protocol. */
    static @Nullable PusherApp of(AppConfig app) {
        PusherConfig pusher = app.pusher();
        return pusher == null
                ? null
                : new PusherApp(app.name(), pusher.key(), new PusherSignatures(pusher.key(), pusher.secret()),
                        pusher.identifyByPresence());
    }

    /**
     * Who signs in.
     *
     * @throws IllegalArgumentException if the client may not, or there can be no user of that id; the message is for the
     *                                  client
     */
    SubjectKey user(String socketId, PusherMessage.SignIn signIn) {
        if (!signatures.allowSignIn(signIn.auth(), socketId, signIn.userData()))
            throw new IllegalArgumentException("Connection not authorized for signin.");
        return user(JsonObject.parse(signIn.userData().getBytes(StandardCharsets.UTF_8)).text("id"));
    }

    /** @throws IllegalArgumentException if there can be no user of that id */
    SubjectKey user(String id) {
        return SubjectKey.of(name, SubjectKind.USER, id);
    }
}
