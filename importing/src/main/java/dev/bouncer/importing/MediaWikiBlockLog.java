package dev.bouncer.importing;

import java.io.InputStream;
import java.util.Set;

import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;

/**
 * MediaWiki's log of blocks ({@code list=logevents&letype=block}) as CSV. A partial block, which keeps somebody from some
 * pages only, is a block like any other here: there are no pages to tell apart.
 */
final class MediaWikiBlockLog {
    private static final Set<String> REQUIRED = Set.of("logid", "title", "params", "type", "action", "user",
            "timestamp", "comment");
    private static final String TITLE_PREFIX = "User:";

    private final CommandIds ids;

    private MediaWikiBlockLog(CommandIds ids) {
        this.ids = ids;
    }

    static RowReader reader(InputStream in, CommandIds ids) {
        return new CsvTable(in, REQUIRED, new MediaWikiBlockLog(ids)::read);
    }

    private Row read(CsvTable.Line line) {
        String type = line.required("type");
        if (!type.equals("block")) throw new IllegalArgumentException("type: expected block, got '" + type + "'");
        String title = line.field("title").orElse("");
        if (title.isEmpty()) return new Row.Suppressed(line.number());

        Draft.Type done = type(line.required("action"));
        Reason reason = Reason.of(line.field("comment").orElse(null));
        Draft draft = new Draft(ids.of(line.required("logid")), done, subject(title),
                done == Draft.Type.BLOCK ? BlockParams.expiry(line.required("params")).orElse(null) : null,
                null,
                reason.text(), null, line.field("user").orElse(null), Times.parse(line.required("timestamp")));
        return new Row.Usable(line.number(), draft, reason.cut());
    }

    private static Draft.Type type(String action) {
        return switch (action) {
            case "block", "reblock" -> Draft.Type.BLOCK;
            case "unblock" -> Draft.Type.UNBLOCK;
            default -> throw new IllegalArgumentException(
                    "action: expected block, reblock or unblock, got '" + action + "'");
        };
    }

    private static Subject subject(String title) {
        if (!title.startsWith(TITLE_PREFIX)) {
            throw new IllegalArgumentException("title: expected User: and a name, got '" + title + "'");
        }
        String name = title.substring(TITLE_PREFIX.length());
        return new Subject(isAddress(name) ? SubjectKind.IP : SubjectKind.USER, name);
    }

    private static boolean isAddress(String name) {
        try {
            IpRange.parse(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
