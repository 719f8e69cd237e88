package dev.bouncer.api.console.figures;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Charts as SVG to stand in a page: attributes and classes only, no style, no script. The classes {@code series-1} to
 * {@code series-4}, {@code grid} and {@code axis} get their colours from the page's style sheet, for light and dark alike.
 */
public final class Svg {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 200;
    private static final int LEFT = 56;
    private static final int RIGHT = 8;
    private static final int TOP = 8;
    private static final int BOTTOM = 24;
    private static final int EVERY = 15;
    private static final double GAP = 0.2;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Chart chart;
    private final Axis axis;
    private final double step;
    private final StringBuilder svg = new StringBuilder();

    private Svg(Chart chart) {
        this.chart = chart;
        this.axis = Axis.upTo(chart.highest());
        this.step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, chart.starts().size());
    }

    /** The element; what it says in words stands in it. */
    public static String of(Chart chart) {
        return new Svg(chart).draw();
    }

    private String draw() {
        svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT)
                .append("\" role=\"img\" aria-labelledby=\"").append(chart.id()).append("-title ").append(chart.id())
                .append("-words\"><title id=\"").append(chart.id()).append("-title\">").append(escape(chart.title()))
                .append("</title><desc id=\"").append(chart.id()).append("-words\">").append(escape(chart.summary()))
                .append("</desc>");
        grid();
        for (int i = 0; i < chart.series().size(); i++) {
            List<Double> values = chart.series().get(i).values();
            switch (chart.form()) {
                case BARS -> bars(values, i + 1);
                case LINES -> line(values, i + 1);
            }
        }
        return svg.append("</svg>").toString();
    }

    private void grid() {
        for (double mark : axis.marks()) {
            svg.append("<line class=\"grid\" x1=\"").append(LEFT).append("\" x2=\"").append(WIDTH - RIGHT)
                    .append("\" y1=\"").append(coordinate(y(mark))).append("\" y2=\"").append(coordinate(y(mark)))
                    .append("\"/>");
            text(LEFT - 6, y(mark) + 4, "end", shortened(mark));
        }
        for (int i = 0; i < chart.starts().size(); i++) {
            Instant start = chart.starts().get(i);
            if (start.getEpochSecond() / 60 % EVERY == 0) text(x(i), HEIGHT - 6, "middle", TIME.format(start));
        }
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append("<text class=\"axis\" text-anchor=\"").append(anchor).append("\" x=\"").append(coordinate(x))
                .append("\" y=\"").append(coordinate(y)).append("\">").append(escape(text)).append("</text>");
    }

    private void bars(List<Double> values, int number) {
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (Double.isNaN(value) || value <= 0) continue;
            svg.append("<rect class=\"series-").append(number).append("\" x=\"")
                    .append(coordinate(x(i) + step * GAP / 2)).append("\" width=\"")
                    .append(coordinate(step * (1 - GAP))).append("\" y=\"").append(coordinate(y(value)))
                    .append("\" height=\"").append(coordinate(y(0) - y(value))).append("\"/>");
        }
    }

    // Where nothing is known there is a gap; what is known between two gaps is a dot.
    private void line(List<Double> values, int number) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (!isKnown(values, i)) continue;
            String x = coordinate(x(i) + step / 2);
            String y = coordinate(y(values.get(i)));
            if (isKnown(values, i - 1)) {
                path.append('L').append(x).append(' ').append(y);
            } else if (isKnown(values, i + 1)) {
                path.append('M').append(x).append(' ').append(y);
            } else {
                svg.append("<circle class=\"series-").append(number).append("\" cx=\"").append(x).append("\" cy=\"")
                        .append(y).append("\" r=\"3\"/>");
            }
        }
        if (!path.isEmpty())
            svg.append("<path class=\"series-").append(number).append("\" d=\"").append(path).append("\"/>");
    }

    private static boolean isKnown(List<Double> values, int index) {
        return index >= 0 && index < values.size() && !values.get(index).isNaN();
    }

    private double x(int index) {
        return LEFT + index * step;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / axis.end() * (HEIGHT - TOP - BOTTOM);
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String shortened(double value) {
        if (value >= 1_000_000) return trimmed(value / 1_000_000) + " M";
        return value >= 10_000 ? trimmed(value / 1_000) + " k" : Chart.format(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
