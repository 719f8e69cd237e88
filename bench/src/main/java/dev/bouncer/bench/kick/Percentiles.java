package dev.bouncer.bench.kick;

/**
 * How long something took, in microseconds.
 *
 * @param max the longest
 */
record Percentiles(double p50, double p99, double max) {
    /** Three words of a line, from one on. */
    static Percentiles of(String line, int from) {
        String[] words = line.split(" ", -1);
        return new Percentiles(Double.parseDouble(words[from]), Double.parseDouble(words[from + 1]),
                Double.parseDouble(words[from + 2]));
    }
}
