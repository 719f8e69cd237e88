package dev.bouncer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer that is no success, in words for a person (RFC 9457 where the API wrote it).
 *
 * @param status  how the process should end for it
 * @param message one line: what was refused, and why
 */
public record Problem(ExitStatus status, String message) {
    private static final String UNKNOWN = "it is not known whether it was done";
    private static final int LONGEST_FOREIGN_BODY = 200;

    /** Reads an answer that is no success. */
    public static Problem of(Answer answer) {
        return switch (answer.status()) {
            case 401 -> problem(ExitStatus.NOT_ALLOWED, "the API key is not accepted", answer);
            case 403 -> problem(ExitStatus.NOT_ALLOWED, "the API key may not do that", answer);
            case 404 -> problem(isOfType("not-blocked", answer) ? ExitStatus.NOT_BLOCKED : ExitStatus.FAILED,
                    "there is no such thing", answer);
            case 503 -> isOfType("outcome-unknown", answer)
                    ? problem(ExitStatus.UNKNOWN, UNKNOWN, answer)
                    : problem(ExitStatus.UNAVAILABLE, "not done", answer);
            case 500, 502, 504 -> problem(ExitStatus.UNKNOWN, UNKNOWN, answer);
            default -> problem(ExitStatus.FAILED, "refused", answer);
        };
    }

    private static boolean isOfType(String slug, Answer answer) {
        return answer.json().path("type").asText().equals("urn:bouncer:problem:" + slug);
    }

    // What the API says of itself is clear; what a proxy in front of it says needs our words.
    private static Problem problem(ExitStatus status, String otherwise, Answer answer) {
        JsonNode json = answer.json();
        String title = json.path("title").asText();
        String detail = json.path("detail").asText();
        if (title.isEmpty()) {
            String body = Printable.line(answer.body().strip());
            return new Problem(status, otherwise + ": HTTP " + answer.status() + (body.isEmpty()
                    ? ""
                    : ": " + body.substring(0, Math.min(body.length(), LONGEST_FOREIGN_BODY))));
        }
        return new Problem(status, Printable.line(detail.isEmpty() ? title : title + ": " + detail));
    }
}
