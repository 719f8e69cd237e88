package dev.bouncer.api.console.pages;

import java.util.Arrays;
import java.util.Locale;

import dev.bouncer.api.http.Problem;

/** What a moderator can do about a subject. The wire name is the constant's name in lower case. */
enum Action {
    /** Keep it out for a while, or for ever. */
    BLOCK("Block", true),
    /** Let the block that is in force end later. */
    EXTEND("Extend the block", true),
    /** Let it in again. */
    LIFT("Lift the block", false),
    /** Close its sessions; it may come back. */
    TERMINATE("Close the sessions", false),
    /** Let none of the tokens count that were issued until now. */
    INVALIDATE("Invalidate the tokens", true),
    /** Let them count again. */
    RESTORE("Let the tokens count again", false);

    private final String title;
    private final boolean lasting;

    Action(String title, boolean lasting) {
        this.title = title;
        this.lasting = lasting;
    }

    String title() {
        return title;
    }

    /** Whether it says how long. */
    boolean isLasting() {
        return lasting;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Problem MALFORMED_REQUEST if there is none of that name */
    static Action of(String name) {
        return Arrays.stream(values()).filter(action -> action.wireName().equals(name)).findFirst()
                .orElseThrow(() -> Problem.malformed("action: expected one of the buttons of the subject's page"));
    }
}
