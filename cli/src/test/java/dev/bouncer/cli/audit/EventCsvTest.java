package dev.bouncer.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCsvTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"alice,alice", "=1+1,'=1+1", "+1,'+1", "-1,'-1", "@cmd,'@cmd", "'=x,''=x",
            "a=b,a=b"})
    void aTextThatASpreadsheetWouldTakeForAFormulaGetsAnApostrophe(String text, String cell) {
        assertThat(EventCsv.safe(text)).isEqualTo(cell);
    }
}
