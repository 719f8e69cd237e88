package dev.bouncer.api.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

import dev.bouncer.api.console.fleet.EdgeLine;
import dev.bouncer.api.console.fleet.Fleet;
import dev.bouncer.api.console.fleet.FleetSurvey;
import dev.bouncer.api.console.fleet.StreamsLine;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.enforcement.Readiness;

/** The processes: which there are, as far as it is known here, and how they are. */
final class FleetPage {
    private final Frame frame;
    private final FleetSurvey survey;
    private final InstantSource clock;

    /**
     * The fleet.
     *
     * @param whole whether the reader may see where processes are
     */
    record View(String app, Fleet fleet, boolean whole, Instant now) {}

    FleetPage(Frame frame, FleetSurvey survey, InstantSource clock) {
        this.frame = frame;
        this.survey = survey;
        this.clock = clock;
    }

    void show(Visit visit) {
        frame.show(visit.context(),
                frame.templates().fleet(frame.shell(visit, "The fleet", Section.FLEET), view(visit)));
    }

    /** The tables anew. */
    void showProcesses(Visit visit) {
        frame.show(visit.context(), frame.templates().processes(view(visit)));
    }

    private View view(Visit visit) {
        QueryParameters.of(visit.context(), Set.of());
        return new View(visit.app(), survey.of(visit.app()), visit.who().may(visit.app(), ConsoleRole.ADMIN),
                clock.instant());
    }

    static String words(EdgeLine.Condition condition) {
        return switch (condition) {
            case READY -> "ready";
            case NOT_READY -> "not ready: it takes no clients";
            case SILENT -> "silent: it may be dead, or cut off with its clients";
            case CONTESTED -> "contested: two processes have this id";
        };
    }

    static String words(StreamsLine.Condition condition) {
        return switch (condition) {
            case READY -> "ready";
            case NOT_READY -> "not ready";
            case UNREACHABLE -> "does not answer";
        };
    }

    static String words(Readiness readiness) {
        return switch (readiness) {
            case READY -> "ready";
            case CATCHING_UP -> "catching up with the log";
            case STALE -> "stale: out of touch with Kafka";
        };
    }

    static String behind(EdgeLine edge) {
        if (edge.behind() < 0) return "catching up";
        return edge.behind() == 0 ? "nothing" : Texts.count(edge.behind(), "record", "records");
    }

    static String sessions(EdgeLine edge) {
        return edge.sessions() < 0 ? "it does not say" : Long.toString(edge.sessions());
    }

    static String ago(Duration duration) {
        return duration.toSeconds() < 2 ? "just now" : duration.toSeconds() + " s ago";
    }
}
