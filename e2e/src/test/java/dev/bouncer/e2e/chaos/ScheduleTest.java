package dev.bouncer.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void one_seed_is_one_schedule_and_another_another() {
        assertThat(first(50, 7)).isEqualTo(first(50, 7));
        assertThat(first(50, 7)).isNotEqualTo(first(50, 8));
    }

    @Test
    void every_kind_comes_before_any_comes_again() {
        List<String> kinds = first(Schedule.KINDS.size(), 7).stream().map(Schedule.Planned::kind).toList();

        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Schedule.KINDS);
    }

    @Test
    void clocks_are_two_seconds_apart_and_no_more() {
        Schedule schedule = new Schedule(7, List.of("skew"));

        assertThat(Stream.generate(schedule::next).limit(50)).allSatisfy(planned -> {
            assertThat(planned.fault()).isInstanceOfSatisfying(Skewed.class,
                    skew -> assertThat(skew.millis().values()).contains(1_000L, -1_000L).hasSize(4));
        });
    }

    @Test
    void an_unknown_kind_is_refused() {
        assertThatThrownBy(() -> new Schedule(7, List.of("flood"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--faults: expected some of [kill-broker, ").hasMessageEndingWith("got flood");
    }

    private static List<Schedule.Planned> first(int count, long seed) {
        Schedule schedule = new Schedule(seed, Schedule.KINDS);
        return Stream.generate(schedule::next).limit(count).toList();
    }
}
