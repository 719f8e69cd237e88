package dev.bouncer.api.console.pages;

import dev.bouncer.config.ConsoleRole;

/** A part of the console that the navigation leads to, below {@code /console/apps/{app}}. */
enum Section {
    /** Decisions as they happen. */
    FEED("Feed", "feed", ConsoleRole.VIEWER),
    /** Blocks in force, and the subjects that they are about. */
    BLOCKS("Blocks", "blocks", ConsoleRole.VIEWER),
    /** Lists from elsewhere, made commands. */
    IMPORT("Import", "import", ConsoleRole.MODERATOR),
    /** The last hour in figures. */
    FIGURES("Figures", "figures", ConsoleRole.VIEWER),
    /** The processes. */
    FLEET("Fleet", "fleet", ConsoleRole.VIEWER);

    private final String title;
    private final String path;
    private final ConsoleRole role;

    Section(String title, String path, ConsoleRole role) {
        this.title = title;
        this.path = path;
        this.role = role;
    }

    String title() {
        return title;
    }

    /** Who may see it: those of that role, and of those that include it. */
    ConsoleRole role() {
        return role;
    }

    String of(String app) {
        return Links.app(app) + '/' + path;
    }
}
