package dev.bouncer.api.console.figures;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SvgTest {
    private static Chart chart(Chart.Form form, Double... values) {
        List<Instant> starts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            starts.add(Instant.parse("2026-11-21T11:59:00Z").plusSeconds(60L * i));
        }
        return new Chart("it", "Some \"<things>\" & more", "ms", form, starts,
                List.of(new Series("One", List.of(values))));
    }

    private static Element drawn(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(Svg.of(chart).getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    }

    private static List<String> texts(Element svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void barsStandOnZeroAndWhatIsUnknownHasNone() throws Exception {
        Element svg = drawn(chart(Chart.Form.BARS, Double.NaN, 0.0, 4.0, 2.0));

        NodeList bars = svg.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(2);
        double high = Double.parseDouble(((Element) bars.item(0)).getAttribute("height"));
        double low = Double.parseDouble(((Element) bars.item(1)).getAttribute("height"));
        assertThat(high).isEqualTo(2 * low);
        assertThat(texts(svg, "text")).containsExactly("0", "1", "2", "3", "4", "12:00");
    }

    @Test
    void itIsToldInWordsToo() throws Exception {
        Element svg = drawn(chart(Chart.Form.LINES, Double.NaN, 12_000.0, 3.0));

        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(texts(svg, "title")).containsExactly("Some \"<things>\" & more");
        assertThat(texts(svg, "desc")).containsExactly("One: now 3, at most 12,000 ms.");
        assertThat(texts(svg, "text")).contains("5,000", "10 k", "15 k");
        assertThat(drawn(chart(Chart.Form.LINES, Double.NaN)).getElementsByTagName("path").getLength()).isZero();
        assertThat(chart(Chart.Form.LINES, Double.NaN).summary()).isEqualTo("Nothing is known yet.");
    }

    @Test
    void aLineHasGapsWhereNothingIsKnown() throws Exception {
        Element svg = drawn(chart(Chart.Form.LINES, 1.0, 3.0, Double.NaN, 1.0, 2.0, Double.NaN));

        String path = ((Element) svg.getElementsByTagName("path").item(0)).getAttribute("d");
        assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
        assertThat(path.chars().filter(c -> c == 'L').count()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("circle").getLength()).isZero();
    }

    @Test
    void whatIsKnownBetweenTwoGapsIsADot() throws Exception {
        Element svg = drawn(chart(Chart.Form.LINES, 1.0, Double.NaN, 2.0));

        NodeList dots = svg.getElementsByTagName("circle");
        assertThat(dots.getLength()).isEqualTo(2);
        assertThat(Double.parseDouble(((Element) dots.item(0)).getAttribute("cx")))
                .isLessThan(Double.parseDouble(((Element) dots.item(1)).getAttribute("cx")));
        assertThat(svg.getElementsByTagName("path").getLength()).isZero();
    }

    @Test
    void nothingInItNeedsAStyleOrAScriptThatThePolicyForbids() {
        assertThat(Svg.of(chart(Chart.Form.BARS, 1.0, 2.0))).doesNotContain("style", "script", "onload", "href");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 1, 1", "3, 1, 3", "4, 1, 4", "5, 2, 6", "9, 5, 10", "100, 50, 100", "101, 50, 150",
            "7000000, 2000000, 8000000"})
    void axesHaveRoundSteps(double highest, double step, double end) {
        assertThat(Axis.upTo(highest)).isEqualTo(new Axis(step, end));
    }

    @Test
    void aSeriesIsAsLongAsTheChart() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Chart("it", "It", "", Chart.Form.BARS,
                List.of(Instant.EPOCH), List.of(new Series("One", List.of()))))
                .withMessage("One: expected 1 values");
    }
}
