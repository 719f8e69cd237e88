package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real fleet is asked what its OpenAPI document says, rightly and wrongly, some examples of each operation. For longer, and for
 * the edges of each value, there is {@code build/schemathesis}.
 */
@ExtendWith(SharedBroker.class)
@Order(4)
class SchemathesisIT {
    private static final ClientRuntime SCHEMATHESIS = ClientRuntime.python("schemathesis");

    @Test
    void no_answer_is_a_defect_or_not_described() throws Exception {
        // What it asks for is done: it might well block the whole app.
        try (SharedFleet.Running running = SharedFleet.start()) {
            ask(running);
        }
    }

    private static void ask(SharedFleet.Running running) throws Exception {
        ProcessBuilder asking = SCHEMATHESIS.command("ask.py").redirectErrorStream(true);
        asking.environment().putAll(Map.of("BOUNCER_URL", running.api().uri().toString(), "BOUNCER_APP",
                Fleet.APP, "BOUNCER_KEY", Fleet.OPERATOR_SECRET, "BOUNCER_PHASES", "examples,fuzzing",
                "BOUNCER_EXAMPLES", "6", "BOUNCER_SEED", "1"));
        // This fleet's API has not been told where moderation-streams is, and says so with a 503.
        asking.environment().put("BOUNCER_WITHOUT", "history");

        Process process = asking.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("the document is OpenAPI", "Selected:");
    }
}
