package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.bouncer.api.description.DescribedRoutes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The server's routes and those of the OpenAPI document are the same. */
class RoutesDescribedTest {
    @AutoClose
    private final RunningApi api = new RunningApi();

    private Set<String> served() {
        return api.routes().stream().map(DescribedRoutes::spelled).filter(route -> !route.contains(" /test/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIsDescribedIsServed() {
        assertThat(served()).containsAll(DescribedRoutes.all());
    }

    @Test
    void whereThereIsGetThereIsHead() {
        Set<String> served = served();
        for (String route : DescribedRoutes.all()) {
            if (route.startsWith("GET ")) assertThat(served).contains(route.replaceFirst("GET", "HEAD"));
        }
    }

    /** Doors that answer other methods in their own words have routes for them, too. */
    @Test
    void whatIsServedAndNotDescribedIsRefused() {
        List<String> described = DescribedRoutes.all();
        Set<String> others = served();
        // OpenAPI 3.1 has no word for QUERY, which checks take, too.
        others.removeIf(route -> described.contains(route.replaceFirst("^(HEAD|QUERY)", "GET")));
        assertThat(others).isNotEmpty();
        for (String route : others) {
            String[] parts = route.replaceAll("\\{method}", "info").replaceAll("\\{[a-z_]+}", "x").split(" ", 2);
            assertThat(new ApiClient(api.uri(), RunningApi.ADMIN).send(parts[0], parts[1], "").status()).as(route)
                    .isEqualTo(405);
        }
    }
}
