package dev.bouncer.cli;

import java.io.PrintStream;
import java.util.List;

/** A table for people: a header once, then rows in columns as wide as the rows printed with them need. */
final class TextTable {
    private static final int WIDEST = 64;

    private final PrintStream out;
    private final List<String> columns;
    private boolean headed;

    TextTable(PrintStream out, List<String> columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Prints some rows, each with as many cells as there are columns. */
    void print(List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(columns.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.min(WIDEST, Math.max(widths[i], length(row.get(i))));
            }
        }
        if (!headed) line(columns, widths);
        headed = true;
        rows.forEach(row -> line(row, widths));
    }

    private void line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) line.append("  ");
            line.append(cells.get(i));
            line.repeat(' ', Math.max(0, widths[i] - length(cells.get(i))));
        }
        out.println(line.toString().stripTrailing());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
