package dev.bouncer.e2e.docs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command in a doc.
 *
 * @param text  as it stands there, comment and all
 * @param shown the lines that the doc shows as its answer
 */
record DocumentedCommand(String doc, String text, List<String> shown) {
    private static final Pattern COMMENT = Pattern.compile("\\s+# (.*)$");
    private static final Pattern STATUS = Pattern.compile("status (\\d)");

    // What differs from run to run, as quoted for a pattern: hashes and ids, times, numbers, gaps between columns.
    private static final Pattern VARIES = Pattern.compile("[0-9a-f-]{36,64}|\\d[\\dT:.-]*Z|\\d[\\d,.]*| {2,}");

    DocumentedCommand {
        shown = shown.stream().filter(line -> !line.isBlank()).toList();
    }

    /** Without its comment. */
    String bare() {
        return COMMENT.matcher(text).replaceFirst("");
    }

    /** Whether it may end with this status: with 0, or another that its comment names. */
    boolean mayEndWith(int status) {
        Matcher comment = COMMENT.matcher(text);
        return status == 0 || (comment.find() && STATUS.matcher(comment.group(1)).results()
                .anyMatch(found -> found.group(1).equals(Integer.toString(status))));
    }

    /** What the answer must have in it, for each line that is shown. */
    List<Pattern> expected() {
        return shown.stream().map(DocumentedCommand::expected).toList();
    }

    private static Pattern expected(String line) {
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        for (Matcher varies = VARIES.matcher(line); varies.find(); from = varies.end()) {
            pattern.append(Pattern.quote(line.substring(from, varies.start())));
            pattern.append(varies.group().isBlank() ? " +" : varies.group().endsWith("Z") ? "\\S+Z" : "[0-9a-f.,-]+");
        }
        return Pattern.compile(pattern.append(Pattern.quote(line.substring(from))).toString());
    }
}
