package dev.bouncer.e2e.docs;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to the API that a doc shows, as {@code PUT /v1/…}, its headers and its body below it.
 *
 * @param headers  as {@code name: value}
 * @param statuses of the answers that the block shows
 */
record DocumentedRequest(String doc, String method, String path, List<String> headers, String body,
        List<Integer> statuses) {
    private static final Pattern REQUEST = Pattern.compile("(GET|PUT|POST|DELETE) (/v1/apps/chat/\\S+)");
    private static final Pattern HEADER = Pattern.compile("[A-Z][\\w-]+: .*");
    private static final Pattern ANSWER = Pattern.compile("(\\d{3})\\b.*");

    // Done, or blocked.
    private static final List<Integer> UNDERSTOOD = List.of(200, 403);

    /** The requests in a block. */
    static List<DocumentedRequest> of(Block block) {
        List<DocumentedRequest> requests = new ArrayList<>();
        // Which of the block's answers it is depends on what was blocked before.
        List<Integer> statuses = new ArrayList<>();
        boolean answered = false;
        for (String line : block.lines()) {
            Matcher request = REQUEST.matcher(line);
            Matcher answer = ANSWER.matcher(line);
            if (request.matches()) {
                requests.add(new DocumentedRequest(block.doc(), request.group(1), request.group(2), new ArrayList<>(),
                        "", statuses));
                answered = false;
            } else if (requests.isEmpty()) {
                return List.of();
            } else if (answer.matches()) {
                statuses.add(Integer.valueOf(answer.group(1)));
                answered = true;
            } else if (!answered && !line.isBlank()) {
                DocumentedRequest last = requests.removeLast();
                requests.add(HEADER.matcher(line).matches() ? last.withHeader(line) : last.withBody(line));
            }
        }
        return requests;
    }

    private DocumentedRequest withHeader(String line) {
        headers.add(line);
        return this;
    }

    private DocumentedRequest withBody(String line) {
        return new DocumentedRequest(doc, method, path, headers, body + line + '\n', statuses);
    }

    /** Whether the doc shows such an answer; where it shows none, whether the question was understood. */
    boolean mayBeAnswered(int status) {
        return (statuses.isEmpty() ? UNDERSTOOD : statuses).contains(status);
    }

    /**
     * As it is sent.
     *
     * @param variables of {@code data/env}: the app and the key are those, and not the doc's
     * @param command   the id of a command that was given, in the place of those that the doc cuts short
     */
    HttpRequest to(Map<String, String> variables, String command) {
        String app = Objects.requireNonNull(variables.get("BOUNCER_APP"));
        String key = Objects.requireNonNull(variables.get("BOUNCER_KEY"));
        String sent = own(body, app, command).strip();
        HttpRequest.Builder builder = HttpRequest
                .newBuilder(URI.create(variables.get("BOUNCER_URL") + own(path, app, command)))
                .method(method, sent.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sent))
                .setHeader("Authorization", "Bearer " + key);
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            builder.setHeader(parts[0], parts[1].replace("SECRET", key));
        }
        return builder.build();
    }

    private static String own(String text, String app, String command) {
        return text.replace("/apps/chat/", "/apps/" + app + "/").replaceFirst("/app/chat$", "/app/" + app)
                .replaceAll("\\p{XDigit}{8}-…", command);
    }
}
