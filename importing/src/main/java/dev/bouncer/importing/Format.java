package dev.bouncer.importing;

import java.io.InputStream;
import java.util.Locale;

/** What a file is. The name on the command line is the constant's name in lower case with hyphens. */
public enum Format {
    /** MediaWiki's log of blocks, as CSV. */
    MEDIAWIKI_BLOCK_LOG,
    /** A ban list as CSV: {@code kind,id,expires_at,reason,actor}. */
    CSV,
    /** Commands as JSON, one a line. */
    NDJSON;

    /** The name on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Format ofWireName(String name) {
        for (Format format : values()) {
            if (format.wireName().equals(name)) return format;
        }
        throw new IllegalArgumentException(
                "format: expected mediawiki-block-log, csv or ndjson, got '" + name + "'");
    }

    /**
     * Reads a file, row by row, as the commands of an app. Does not begin yet. A row has the same command id each time.
     *
     * @param in what is in the file, without a byte order mark
     */
    public RowReader reader(InputStream in, String app) {
        return reader(in, app, "");
    }

    /**
     * The same, but for the ids of commands that have none of their own: each reading has others.
     *
     * @param reading names it
     */
    public RowReader reader(InputStream in, String app, String reading) {
        CommandIds ids = new CommandIds(app, wireName(), reading);
        return switch (this) {
            case MEDIAWIKI_BLOCK_LOG -> MediaWikiBlockLog.reader(in, ids);
            case CSV -> BanListCsv.reader(in, ids);
            case NDJSON -> new CommandLines(in, ids, app);
        };
    }

    @Override
    public String toString() {
        return wireName();
    }
}
