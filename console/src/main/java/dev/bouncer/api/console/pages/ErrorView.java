package dev.bouncer.api.console.pages;

import dev.bouncer.api.http.Problem;

/**
 * What went wrong, and what to do.
 *
 * @param status of HTTP
 * @param title  what it is, in a few words
 * @param detail what it was this time
 * @param advice what to do
 */
record ErrorView(int status, String title, String detail, String advice) {
    static ErrorView of(Problem problem) {
        int status = problem.type().status();
        String detail = problem.detail();
        return switch (status) {
            case 400, 413, 422 -> new ErrorView(status, "That cannot be done as it was asked", detail,
                    "Go back, change what it names, and send it again. Nothing was done.");
            case 401 -> new ErrorView(status, "You are not signed in", detail, "Sign in and try again.");
            case 403 -> new ErrorView(status, "You may not do this", detail,
                    "If you need to, ask whoever runs Bouncer for the role. Nothing was done.");
            case 404 -> new ErrorView(status, "There is no such page", detail,
                    "Check the address, or start from the list of blocks.");
            case 429 -> new ErrorView(status, "Too many attempts", detail,
                    "Wait for " + problem.retryAfterSeconds() + " s and try again.");
            case 503 -> new ErrorView(status, "This node cannot tell at the moment", detail,
                    "Try again in a few seconds. If it stays like this, tell whoever runs Bouncer.");
            default -> new ErrorView(status, problem.type().title(), detail,
                    "Try again. If it stays like this, tell whoever runs Bouncer.");
        };
    }
}
