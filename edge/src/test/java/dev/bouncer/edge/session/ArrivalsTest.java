package dev.bouncer.edge.session;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals();

    private static Arrival arrival(int number) {
        return new Arrival("native", "Agent/" + number, null);
    }

    @Test
    void whoeverComesTheSameWayShares() {
        Arrival first = arrivals.shared(arrival(1));

        assertThat(arrivals.shared(arrival(1))).isSameAs(first);
        assertThat(arrivals.shared(arrival(2))).isEqualTo(arrival(2));
        assertThat(arrivals.shared(arrival(1))).isSameAs(first);
    }

    @Test
    void anyNumberOfWaysIsToldApart() {
        for (int i = 0; i < 10_000; i++)
            assertThat(arrivals.shared(arrival(i))).isEqualTo(arrival(i));
    }

    @Test
    void whatClientsCallThemselvesIsCut() {
        assertThat(new Arrival("native", "a\n" + "b".repeat(9000), null).userAgent())
                .isEqualTo("a" + "b".repeat(255));
    }
}
