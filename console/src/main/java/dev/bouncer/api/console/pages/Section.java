package dev.bouncer.api.console.pages;

/** A part of the console that the navigation leads to, below {@code /console/apps/{app}}. */
enum Section {
    /** Decisions as they happen. */
    FEED("Feed", "feed"),
    /** Blocks in force, and the subjects that they are about. */
    BLOCKS("Blocks", "blocks"),
    /** The last hour in figures. */
    FIGURES("Figures", "figures"),
    /** The processes. */
    FLEET("Fleet", "fleet");

    private final String title;
    private final String path;

    Section(String title, String path) {
        this.title = title;
        this.path = path;
    }

    String title() {
        return title;
    }

    String of(String app) {
        return Links.app(app) + '/' + path;
    }
}
