package dev.bouncer.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.bench.fleet.Credentials;
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
 * users PREFIX ADDRESS[,ADDRESS…] PATH COUNT               connects users, who say nothing, in the place of those before
 * absent PREFIX                                      users who are not connected, in the place of those before
 * kick ADDRESS METHOD PATH BODY RATE FROM COUNT      commands against them, beginning at one: p50, p99 and the longest to
 *                                                    the close frame, and to the answer, in microseconds
 * burst PORT PATH COUNT                              one request that blocks them, among others: to the last result, to the
 *                                                    last close frame, and the longest between these two, in microseconds
 * </pre>
 *
 * An address is HOST:PORT, or a port of 127.0.0.1. The API key and the secret that signs tokens come by the environment, so
 * that no order, of which errors tell, has them.
 */
public final class LoadGenerator {
    private final Credentials credentials;
    private @Nullable Crowd held;
    private @Nullable Users users;
    private @Nullable Storm storm;

    private LoadGenerator(Credentials credentials) {
        this.credentials = credentials;
    }

    /** No arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadGenerator generator = new LoadGenerator(Credentials.of(System.getenv()));
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
                users = Users.connect(order[1], addresses(order[2]), order[3], credentials.tokens(), number(order[4]));
                yield "connected";
            }
            case "absent" -> {
                if (users != null) users.close();
                users = Users.absent(order[1]);
                yield "absent";
            }
            case "kick" -> new Kicks(call(order), number(order[5])).run(connected(), number(order[6]), number(order[7]))
                    .text();
            case "storm" -> {
                if (storm != null) storm.close();
                storm = Storm.raise(Address.parse(order[1]), order[2], credentials.tokens(), order[6], order[3],
                        number(order[4]), number(order[5]));
                yield storm.text();
            }
            case "disperse" -> {
                raised().disperse();
                yield "dispersed";
            }
            case "exodus" -> new Exodus(call(order), order[5]).run(raised());
            case "burst" ->
                new Burst(number(order[1]), order[2], credentials.key().reveal(), number(order[3])).run(connected())
                        .text();
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
        return Crowd.connect(new Target(Address.parse(order[1]), order[2]), number(order[3]));
    }

    private Call call(String... order) throws IOException {
        return new Call(Address.parse(order[1]), order[2], order[3], credentials.key().reveal(), order[4]);
    }

    private static List<Address> addresses(String text) throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (String address : text.split(",", -1)) {
            addresses.add(Address.parse(address));
        }
        return addresses;
    }

    private static String latency(Histogram took) {
        return String.format(Locale.ROOT, "%.1f %.1f %.1f", took.getValueAtPercentile(50) / 1e3,
                took.getValueAtPercentile(99) / 1e3, took.getMaxValue() / 1e3);
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
