package dev.bouncer.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.report.Figures;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final Figures figures = new Figures();

    private void add(Kind kind, double... rounds) {
        for (double round : rounds) {
            figures.add(kind.title, "p50", round);
        }
    }

    @Test
    void the_one_in_the_middle() {
        add(Kind.NGINX, 9, 1, 2);
        add(Kind.HAPROXY, 9, 1, 2, 4);
        assertThat(figures.median(Kind.NGINX.title, "p50")).hasValue(2);
        assertThat(figures.median(Kind.HAPROXY.title, "p50")).hasValue(3);
        assertThat(figures.median(Kind.NGINX.title, "p99")).isEmpty();
        assertThat(figures.median(Kind.PLAIN.title, "p50")).isEmpty();
    }

    @Test
    void what_is_added_is_counted_within_a_round() {
        add(Kind.DIRECT, 100, 900, 110);
        add(Kind.NGINX, 150, 970, 150);
        assertThat(Figures.median(figures.added(Kind.NGINX.title, Kind.DIRECT.title, "p50"))).hasValue(50);
        assertThat(figures.added(Kind.PLAIN.title, Kind.DIRECT.title, "p50")).isEmpty();
    }

    @Test
    void the_table_leaves_out_who_was_not_measured() {
        add(Kind.DIRECT, 100);
        figures.add(Kind.DIRECT.title, "p50 64", 100);
        figures.add(Kind.JWT.title, "p50 64", 130);
        figures.add(Kind.NGINX.title, "p50 64", 120);
        String table = new Table(figures).text();
        assertThat(table).contains("| direct | 100 |", "| Bouncer, identify: jwt | 130 |  | 30 | 1.50 |")
                .doesNotContain("HAProxy");
    }

    @Test
    void there_is_no_ratio_to_noise() {
        figures.add(Kind.DIRECT.title, "p50 64", 100);
        figures.add(Kind.JWT.title, "p50 64", 130);
        figures.add(Kind.NGINX.title, "p50 64", 90);
        assertThat(new Table(figures).text()).contains("| Bouncer, identify: jwt | 130 |  | 30 |  |");
    }
}
