package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.bouncer.bench.Bench;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.process.Launcher;
import dev.bouncer.config.Secret;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bouncer bench --api}: a fleet that runs already can be measured; what comes of it says nothing here. */
@ExtendWith({SharedBroker.class, SharedFleet.class})
class BenchByUrlIT {
    @TempDir
    private Path dir;

    @Test
    void kicks_are_measured_and_the_floor_leaves_nothing_behind() throws Exception {
        SharedFleet.Running running = SharedFleet.get();
        Site site = new Site(running.api().uri().getAuthority(),
                List.of(running.first().uri().getAuthority(), running.second().uri().getAuthority()), Fleet.APP,
                new Credentials(new Secret(Fleet.SECRET), new Secret(Fleet.TOKEN_SECRET)));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        // Nothing of Bouncer's is started, so nothing to start it is needed.
        Bench bench = new Bench(new Launcher(dir, List.of("/nowhere/bouncer"), Map.of()), Scale.SMOKE, 1, dir,
                Optional.of(new Existing(site, Optional.of(SharedBroker.bootstrapServers()))),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        List<String> failed = bench.run(List.of("kick"));

        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(failed).as(text).isEmpty();
        assertThat(text).containsPattern("existing fleet: p50, µs \\| [\\d.,]+ \\| [\\d.,]+ \\| [\\d.]+ \\|")
                .doesNotContain(Fleet.SECRET, Fleet.TOKEN_SECRET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).noneMatch(topic -> topic.startsWith("bench."));
        }
    }
}
