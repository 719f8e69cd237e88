package dev.bouncer.e2e.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param length  how long faults are begun
 * @param faults  the kinds to choose from
 * @param out     a folder that is made, for logs, data and the report
 * @param measure whether to measure the times from fault to service instead
 */
record Options(Duration length, long seed, List<String> faults, Path out, boolean measure) {
    /** @throws IllegalArgumentException if an option is wrong, with what was expected */
    static Options parse(String... arguments) {
        Duration length = Duration.ofMinutes(10);
        long seed = System.currentTimeMillis() % 1_000_000;
        List<String> faults = Schedule.KINDS;
        Path out = Path.of("target", "chaos");
        boolean measure = false;
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            if (option.equals("--measure")) {
                measure = true;
                continue;
            }
            if (++i == arguments.length) throw new IllegalArgumentException(option + ": expected a value");
            switch (option) {
                case "--minutes" -> length = Duration.ofSeconds(Math.round(60 * number(option, arguments[i])));
                case "--seed" -> seed = (long) number(option, arguments[i]);
                case "--faults" -> faults = List.of(arguments[i].split(",", -1));
                case "--out" -> out = Path.of(arguments[i]);
                default -> throw new IllegalArgumentException(
                        "expected --minutes, --seed, --faults, --out or --measure, got " + option);
            }
        }
        return new Options(length, seed, faults, out.toAbsolutePath(), measure);
    }

    private static double number(String option, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number >= 0) return number;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + ": expected a number that is not negative, got " + value);
    }
}
