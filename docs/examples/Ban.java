import java.net.URI;
import java.time.Duration;

import dev.bouncer.client.Block;
import dev.bouncer.client.BouncerClient;
import dev.bouncer.client.How;
import dev.bouncer.client.OutcomeUnknownException;
import dev.bouncer.client.Subject;
import dev.bouncer.client.Terminate;
import dev.bouncer.client.Unblock;

/**
 * Blocks a user for an hour, lifts the block, and closes the user's connections, waiting until every edge has.
 *
 * <pre>BOUNCER_URL=http://127.0.0.1:8080 BOUNCER_APP=demo BOUNCER_KEY=... java -cp "lib/*" Ban.java alice</pre>
 */
public class Ban {
    public static void main(String[] args) {
        BouncerClient bouncer = BouncerClient.to(URI.create(System.getenv("BOUNCER_URL")), System.getenv("BOUNCER_APP"),
                System.getenv("BOUNCER_KEY")).build();
        Subject user = Subject.user(args[0]);
        try {
            System.out.println(bouncer.give(Block.of(user).lasting(Duration.ofHours(1)).because("spam wave 12")
                    .saying("Come back in an hour."), How.waiting(Duration.ofSeconds(10))));
            System.out.println(bouncer.give(Unblock.of(user).because("appeal accepted")));
            System.out.println(bouncer.give(Terminate.of(user).because("new password"),
                    How.waiting(Duration.ofSeconds(10))));
        } catch (OutcomeUnknownException e) {
            // Keep the key, and give the same under it later: it is one command in the blocklist and in the audit log, though
            // connections that were opened between the two tries may be closed too.
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
