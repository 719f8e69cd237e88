package dev.bouncer.edge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

class StageTest {
    @Test
    void its_clients_get_all_the_way_in_and_leave_nothing_behind() throws IOException {
        try (Stage stage = Stage.open()) {
            stage.visit();
            stage.visit();

            assertThat(stage.metrics())
                    .contains("bouncer_connects_total{app=\"rehearsal\",outcome=\"admitted\"} 2.0");
            await().untilAsserted(
                    () -> assertThat(stage.metrics()).contains("bouncer_sessions{app=\"rehearsal\"} 0.0"));
        }
    }

    @Test
    void nobody_gets_in_once_it_is_over() throws IOException {
        Stage stage = Stage.open();
        stage.visit();
        stage.close();

        assertThatIOException().isThrownBy(stage::visit);
    }

    @Test
    void a_rehearsal_ends_in_time_however_many_it_was_to_let_in() throws InterruptedException {
        Rehearsal.run(Integer.MAX_VALUE - 100, Duration.ofMillis(1));
    }
}
