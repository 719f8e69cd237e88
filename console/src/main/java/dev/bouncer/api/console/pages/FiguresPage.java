package dev.bouncer.api.console.pages;

import java.util.List;
import java.util.Set;

import dev.bouncer.api.console.figures.Chart;
import dev.bouncer.api.console.figures.Charts;
import dev.bouncer.api.console.figures.Figures;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.QueryParameters;

/** The last hour of an app in charts. */
final class FiguresPage {
    private final Frame frame;
    private final Figures figures;

    FiguresPage(Frame frame, Figures figures) {
        this.frame = frame;
        this.figures = figures;
    }

    /** All charts. */
    record View(String app, List<Chart> charts) {}

    void show(Visit visit) {
        QueryParameters.of(visit.context(), Set.of());
        frame.show(visit.context(),
                frame.templates().figures(frame.shell(visit, "The last hour of " + visit.app(), Section.FIGURES),
                        new View(visit.app(), charts(visit))));
    }

    /** One chart anew. */
    void showChart(Visit visit) {
        String id = visit.context().pathParam("chart");
        Chart chart = charts(visit).stream().filter(one -> one.id().equals(id)).findFirst()
                .orElseThrow(() -> Problem.of(ProblemType.NO_SUCH_ROUTE, "there is no such chart"));
        frame.show(visit.context(), frame.templates().chart(visit.app(), chart));
    }

    private List<Chart> charts(Visit visit) {
        return Charts.of(figures.minutes(visit.app()));
    }
}
