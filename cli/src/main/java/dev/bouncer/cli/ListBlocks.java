package dev.bouncer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer list}. */
@Command(name = "list", description = "List the blocks in force, or the invalidations, in the order of kind and id.")
final class ListBlocks implements Callable<Integer> {
    private static final int PAGE = 1000;

    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind: user, token, ip or device.")
    private @Nullable String kind;
    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that begin with this.")
    private @Nullable String prefix;
    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 100.")
    private int limit = 100;
    @Option(names = "--all", description = "All of them.")
    private boolean all;
    @Option(names = "--invalidations", description = "The invalidations of tokens instead of the blocks.")
    private boolean invalidations;
    @Option(names = "--json", description = "Print them as JSON, one a line.")
    private boolean json;

    ListBlocks(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (limit < 1) throw new CommandFailed(ExitStatus.USAGE, "--limit: expected at least 1, got " + limit);
        TextTable table = new TextTable(terminal.out(),
                invalidations ? BlockText.INVALIDATION_COLUMNS : BlockText.COLUMNS);
        long left = all ? Long.MAX_VALUE : limit;
        try (ApiClient client = api.client(terminal)) {
            String after = "";
            do {
                JsonNode page = page(client, after, (int) Math.min(PAGE, left));
                JsonNode blocks = page.path(what());
                print(table, blocks);
                left -= blocks.size();
                after = page.path("next").asText();
            } while (left > 0 && !after.isEmpty());
            if (!after.isEmpty()) terminal.err().println("There are more: --limit or --all shows them.");
        }
        return 0;
    }

    private JsonNode page(ApiClient client, String after, int size) {
        Map<String, String> query = new LinkedHashMap<>();
        if (kind != null) query.put("kind", kind);
        if (prefix != null) query.put("prefix", prefix);
        query.put("limit", Integer.toString(size));
        if (!after.isEmpty()) query.put("after", after);
        return client.get(query, what()).object();
    }

    private String what() {
        return invalidations ? "invalidations" : "blocks";
    }

    private List<String> cells(JsonNode block) {
        return invalidations ? BlockText.invalidation(block) : BlockText.of(block).cells();
    }

    private void print(TextTable table, JsonNode blocks) {
        if (json) {
            blocks.forEach(block -> terminal.out().println(block));
        } else {
            List<List<String>> rows = new ArrayList<>();
            blocks.forEach(block -> rows.add(cells(block)));
            table.print(rows);
        }
    }
}
