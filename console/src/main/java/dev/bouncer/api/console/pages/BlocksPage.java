package dev.bouncer.api.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import dev.bouncer.api.console.figures.BlockCounts;
import dev.bouncer.api.console.search.BlockSearch;
import dev.bouncer.api.console.search.SearchAnswer;
import dev.bouncer.api.console.search.SearchOrder;
import dev.bouncer.api.console.search.SearchQuery;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Readiness;
import org.jspecify.annotations.Nullable;

/** The blocks in force, page by page. */
final class BlocksPage {
    private static final int LIMIT = 50;
    private static final Set<String> PARAMETERS = Set.of("kind", "prefix", "actor", "reason", "order", "after",
            "longer");
    /** Where an app has no more blocks than that, to sort them takes no time to speak of. */
    private static final long FEW = 200_000;

    /**
     * A page of them.
     *
     * @param query    what was searched for
     * @param found    what was found; null: it was not searched, since too many others are searching
     * @param about    how many blocks there are, as they were last counted; negative: not known
     * @param now      when
     * @param mayBlock whether the reader may give commands
     */
    record View(SearchQuery query, SearchAnswer.@Nullable Found found, long about, Instant now, boolean mayBlock) {
        String app() {
            return query.app();
        }

        @Nullable
        SubjectKind kind() {
            return query.kind();
        }

        List<BlockEntry> blocks() {
            return found == null ? List.of() : found.blocks();
        }

        boolean isFirst() {
            return query.after() == null;
        }

        boolean isSearch() {
            return kind() != null || !query.prefix().isEmpty() || !query.actor().isEmpty()
                    || !query.reason().isEmpty();
        }

        boolean isPartial() {
            return found != null && !found.complete();
        }

        /** How far it came, where it did not come to the end. */
        String progress() {
            if (found == null) return "";
            String of = about < found.searched() ? "" : String.format(Locale.ROOT, " of about %,d", about);
            return String.format(Locale.ROOT, "Searched %,d%s blocks in %.1f s", found.searched(), of,
                    found.took().toMillis() / 1_000.0);
        }

        @Nullable
        String next() {
            return found == null || found.next() == null ? null : Links.blocks(query, found.next());
        }

        String first() {
            return Links.blocks(query, null);
        }

        String longer() {
            return Links.blocks(query, query.after()) + "&longer=1";
        }
    }

    private final Frame frame;
    private final BlockSearch search;
    private final BlockCounts counts;
    private final Supplier<Readiness> readiness;
    private final InstantSource clock;

    /** @param readiness of what is searched */
    BlocksPage(Frame frame, BlockSearch search, BlockCounts counts, Supplier<Readiness> readiness,
            InstantSource clock) {
        this.frame = frame;
        this.search = search;
        this.counts = counts;
        this.readiness = readiness;
        this.clock = clock;
    }

    void show(Visit visit) {
        QueryParameters parameters = QueryParameters.of(visit.context(), PARAMETERS);
        SearchQuery query = Problem.unlessMalformed(() -> query(visit.app(), parameters));
        Duration atMost = text(parameters, "longer").isEmpty() ? BlockSearch.USUAL : BlockSearch.LONGEST;
        Problem.requireReady(readiness.get());
        SearchAnswer.Found found = switch (search(visit.who().session(), query, atMost)) {
            case SearchAnswer.Found some -> some;
            case SearchAnswer.Busy _ -> null;
        };
        View view = new View(query, found, counts.of(visit.app()), clock.instant(),
                visit.who().may(visit.app(), ConsoleRole.MODERATOR));
        Shell shell = frame.shell(visit, "Blocks of " + visit.app(), Section.BLOCKS);
        frame.show(visit.context(), frame.templates().blocks(shell, view));
    }

    private SearchQuery query(String app, QueryParameters parameters) {
        String kind = text(parameters, "kind");
        String order = text(parameters, "order");
        String after = text(parameters, "after");
        return new SearchQuery(app, kind.isEmpty() ? null : SubjectKind.ofWireName(kind), exact(parameters, "prefix"),
                text(parameters, "actor"), text(parameters, "reason"),
                order.isEmpty() ? usual(app) : SearchOrder.ofWireName(order), after.isEmpty() ? null : after, LIMIT);
    }

    private SearchOrder usual(String app) {
        long blocks = counts.of(app);
        return blocks >= 0 && blocks <= FEW ? SearchOrder.NEWEST : SearchOrder.KEY;
    }

    private SearchAnswer search(String session, SearchQuery query, Duration atMost) {
        try {
            return search.search(session, query, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.NOT_READY, "this node is shutting down");
        }
    }

    private static String text(QueryParameters parameters, String name) {
        return exact(parameters, name).strip();
    }

    // As ids are: a space at their ends counts.
    private static String exact(QueryParameters parameters, String name) {
        String text = parameters.text(name);
        return text == null ? "" : text;
    }

    static String words(SearchOrder order) {
        return switch (order) {
            case KEY -> "by id";
            case NEWEST -> "newest first";
            case NEXT_TO_EXPIRE -> "next to end first";
        };
    }
}
