package dev.bouncer.bench;

import java.nio.file.Path;

/**
 * What the command line asks for.
 *
 * @param rounds  how often each candidate has its turn
 * @param seconds how long each measurement of a round is
 * @param idle    how many connections memory is measured with
 * @param out     a folder that is made, for logs, data and results
 */
public record Options(int rounds, int seconds, int idle, Path out) {
    /** @throws IllegalArgumentException if an option is wrong, with what was expected */
    static Options parse(String... arguments) {
        Options options = new Options(5, 8, 4000, Path.of("target", "bench"));
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            if (option.equals("--short")) {
                options = new Options(2, 3, Math.min(1000, options.idle), options.out);
                continue;
            }
            if (++i == arguments.length) throw new IllegalArgumentException(option + ": expected a value");
            String value = arguments[i];
            options = switch (option) {
                case "--rounds" -> new Options(number(option, value), options.seconds, options.idle, options.out);
                case "--seconds" -> new Options(options.rounds, number(option, value), options.idle, options.out);
                case "--idle" -> new Options(options.rounds, options.seconds, number(option, value), options.out);
                case "--out" -> new Options(options.rounds, options.seconds, options.idle, Path.of(value));
                default -> throw new IllegalArgumentException(
                        "expected --short, --rounds, --seconds, --idle or --out, got " + option);
            };
        }
        return new Options(options.rounds, options.seconds, options.idle, options.out.toAbsolutePath());
    }

    private static int number(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) return number;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + ": expected a whole number that is not negative, got " + value);
    }
}
