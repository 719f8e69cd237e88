package dev.bouncer.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The clients' process: it does what a line of its input says, and answers with a line.
 *
 * <pre>
 * latency PORT PATH CONNECTIONS RATE SIZE SECONDS    p50, p99 and the longest, in microseconds
 * throughput PORT PATH CONNECTIONS SIZE SECONDS      messages answered
 * hold PORT PATH CONNECTIONS                         connects them, and does nothing with them
 * release                                            closes these
 * </pre>
 */
public final class LoadGenerator {
    private @Nullable Crowd held;

    private LoadGenerator() {}

    /** No arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadGenerator generator = new LoadGenerator();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String answer;
            try {
                answer = generator.obey(order.split(" ", -1));
            } catch (IOException | RuntimeException e) {
                answer = "failed " + e;
            }
            System.out.println(answer);
        }
        System.exit(0);
    }

    private String obey(String... order) throws IOException, InterruptedException {
        return switch (order[0]) {
            case "latency" -> {
                try (Crowd crowd = crowd(order)) {
                    yield latency(new OpenLoop(number(order[4]), number(order[5]), number(order[6])).run(crowd));
                }
            }
            case "throughput" -> {
                try (Crowd crowd = crowd(order)) {
                    yield "" + new ClosedLoop(number(order[4]), number(order[5])).run(crowd);
                }
            }
            case "hold" -> {
                held = crowd(order);
                yield "held";
            }
            case "release" -> {
                if (held != null) held.close();
                held = null;
                yield "released";
            }
            default -> throw new IllegalArgumentException(
                    "expected latency, throughput, hold or release, got " + order[0]);
        };
    }

    private static Crowd crowd(String... order) throws IOException {
        return Crowd.connect(new Target(number(order[1]), order[2]), number(order[3]));
    }

    private static String latency(Histogram took) {
        return String.format(Locale.ROOT, "%.1f %.1f %.1f", took.getValueAtPercentile(50) / 1e3,
                took.getValueAtPercentile(99) / 1e3, took.getMaxValue() / 1e3);
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
