package dev.bouncer.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
 * users PREFIX PORT[,PORT…] PATH COUNT               connects users, who say nothing, in the place of those before
 * absent PREFIX                                      users who are not connected, in the place of those before
 * kick PORT METHOD PATH KEY BODY RATE FROM COUNT     commands against them, beginning at one: p50, p99 and the longest to
 *                                                    the close frame, and to the answer, in microseconds
 * burst PORT PATH KEY COUNT                          one request that blocks them, among others: to the last result, to the
 *                                                    last close frame, and the longest between these two, in microseconds
 * </pre>
 */
public final class LoadGenerator {
    private @Nullable Crowd held;
    private @Nullable Users users;
    private @Nullable Storm storm;

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
            case "users" -> {
                if (users != null) users.close();
                users = Users.connect(order[1],
                        Arrays.stream(order[2].split(",", -1)).map(Integer::valueOf).toList(), order[3],
                        number(order[4]));
                yield "connected";
            }
            case "absent" -> {
                if (users != null) users.close();
                users = Users.absent(order[1]);
                yield "absent";
            }
            case "kick" -> new Kicks(new Call(number(order[1]), order[2], order[3], order[4], order[5]),
                    number(order[6])).run(connected(), number(order[7]), number(order[8])).text();
            case "storm" -> {
                if (storm != null) storm.close();
                storm = Storm.raise(number(order[1]), order[2], order[3], number(order[4]), number(order[5]));
                yield storm.text();
            }
            case "disperse" -> {
                raised().disperse();
                yield "dispersed";
            }
            case "exodus" -> new Exodus(new Call(number(order[1]), order[2], order[3], order[4], order[5]), order[6])
                    .run(raised());
            case "burst" -> new Burst(number(order[1]), order[2], order[3], number(order[4])).run(connected()).text();
            default -> throw new IllegalArgumentException("expected latency, throughput, hold, release, users, absent, "
                    + "kick, storm, disperse, exodus or burst, got " + order[0]);
        };
    }

    private Users connected() {
        if (users == null) throw new IllegalArgumentException("expected users to be connected first");
        return users;
    }

    private Storm raised() {
        if (storm == null) throw new IllegalArgumentException("expected a storm first");
        return storm;
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
