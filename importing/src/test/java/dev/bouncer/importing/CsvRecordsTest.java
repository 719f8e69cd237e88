package dev.bouncer.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class CsvRecordsTest {
    private static final String UNCLOSED = "expected quotes to be closed, found none within 1048576 bytes or to the end "
            + "of the file";

    @Test
    void linesWithinQuotesBelongToTheRecord() throws IOException {
        assertThat(records("a,\"b\n\n,\"\"c\"\"\"\nd\n")).containsExactly("1 a,\"b\n\n,\"\"c\"\"\"\n", "4 d\n");
    }

    @Test
    void quotesWithinAFieldAreText() throws IOException {
        assertThat(records("a 5\" disk,b\nc\n")).containsExactly("1 a 5\" disk,b\n", "2 c\n");
    }

    @Test
    void charactersBehindQuotesDoNotOpenThemAgain() throws IOException {
        assertThat(records("\"a\"b\"\nc\n")).containsExactly("1 \"a\"b\"\n", "2 c\n");
    }

    @Test
    void allLineEndsCountAndEmptyLinesAreNoRecords() throws IOException {
        assertThat(records("a\rb\r\n\n  \nc")).containsExactly("1 a\r", "2 b\r\n", "5 c");
    }

    @Test
    void quotesThatNeverCloseCostTheirLine() throws IOException {
        assertThat(records("a\nb,\"open\nc\nd\n")).containsExactly("1 a\n", "2 ! " + UNCLOSED, "3 c\n", "4 d\n");
    }

    @Test
    void quotesThatDoNotCloseForLongCostTheirLine() throws IOException {
        String line = "x".repeat(1_023) + '\n';

        List<String> records = records("\"open\n" + line.repeat(3_000) + "\"\nlast\n");

        assertThat(records).hasSize(3_003);
        assertThat(records.getFirst()).isEqualTo("1 ! " + UNCLOSED);
        assertThat(records.get(1)).isEqualTo("2 " + line);
        assertThat(records.get(3_001)).isEqualTo("3002 ! " + UNCLOSED);
        assertThat(records.getLast()).isEqualTo("3003 last\n");
    }

    @Test
    void aLineThatDoesNotEndIsPassedOver() throws IOException {
        assertThat(records("x".repeat(3 << 20) + "\nb\n")).containsExactly(
                "1 ! expected a line of at most 1048576 bytes",
                "2 b\n");
        assertThat(records("b\n\"" + "x".repeat(3 << 20))).containsExactly("1 b\n",
                "2 ! expected a line of at most 1048576 bytes");
    }

    @Test
    void quotesOpenAtTheEnd() throws IOException {
        assertThat(records("a\n\"b")).containsExactly("1 a\n",
                "2 ! expected quotes to be closed, found the end of the file");
    }

    private static List<String> records(String text) throws IOException {
        CsvRecords records = new CsvRecords(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        List<String> found = new ArrayList<>();
        for (CsvRecords.Text record = records.next(); record != null; record = records.next()) {
            found.add(record.line() + " " + (record.fault() == null ? record.text() : "! " + record.fault()));
        }
        return found;
    }
}
