package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import dev.bouncer.cli.client.FakeApi;
import dev.bouncer.cli.client.FakeApi.Reply;
import dev.bouncer.cli.client.FakeApi.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bouncer import}, against a fake of the API. */
class ImportTest {
    private static final String HEADER = "kind,id,expires_at,reason,actor,type,issued_at,message\n";

    private final TestTerminal terminal = new TestTerminal();
    private final FakeApi api;
    @TempDir
    private Path folder = Path.of("");

    ImportTest() throws IOException {
        api = new FakeApi().always(ImportTest::accepted);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void sendsEveryRowOnceAndInOrderAndCountsThem() throws IOException {
        int status = importing(HEADER + rows(0, 2_500) + HEADER + rows(2_500, 2_501));

        assertThat(status).isZero();
        assertThat(sentUsers()).isEqualTo(IntStream.range(0, 2_501).mapToObj(i -> "u" + i).toList());
        assertThat(api.requests()).hasSize(3).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/v1/apps/chat/commands");
            assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
        });
        assertThat(terminal.out())
                .isEqualTo("accepted: 2501\nrepeated header: 1\nsuppressed name: 0\nunreadable: 0\nrejected: 0\n");
    }

    @Test
    void commandsAboutOneSubjectNeverTravelTogether() throws IOException {
        assertThat(importing(HEADER + "user,a,,1,,,,\nuser,b,,2,,,,\nuser,a,,3,,unblock,,\nuser,c,,4,,,,\n")).isZero();

        assertThat(api.requests()).extracting(request -> users(request.body())).containsExactly(List.of("a", "b"),
                List.of("a", "c"));
    }

    @Test
    void aBadRowEndsTheImportBehindTheRowsBeforeIt() throws IOException {
        int status = importing(HEADER + "user,a,,,,,,\ndog,b,,,,,,\nuser,c,,,,,,\n");

        assertThat(status).isEqualTo(1);
        assertThat(sentUsers()).containsExactly("a");
        assertThat(terminal.err()).isEqualTo("""
                line 3: subject kind: expected one of user, token, ip, device, app, got 'dog'
                bouncer: stopped at the first bad row; --keep-going passes over such rows
                """);
        assertThat(terminal.out()).contains("accepted: 1\n", "unreadable: 1\n");
    }

    @Test
    void keepGoingPassesOverBadRows() throws IOException {
        int status = importing(HEADER + "user,a,,,,,,\ndog,b,,,,,,\nuser,c,,,,,,\n", "--keep-going");

        assertThat(status).isZero();
        assertThat(sentUsers()).containsExactly("a", "c");
        assertThat(terminal.out()).contains("accepted: 2\n", "unreadable: 1\n");
    }

    @Test
    void whatTheApiRefusesIsReportedWithItsLine() throws IOException {
        api.always(request -> answer(request, i -> i == 1
                ? "{\"line\":2,\"outcome\":\"rejected\",\"error\":\"not this one\"}"
                : accepted(i)));

        assertThat(importing(HEADER + rows(0, 3), "--keep-going")).isEqualTo(1);

        assertThat(terminal.err()).isEqualTo("line 3: refused by the API: not this one\n");
        assertThat(terminal.out()).contains("accepted: 2\n", "rejected: 1\n");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void aRefusalEndsTheImport() throws IOException {
        api.always(request -> answer(request, _ -> "{\"line\":1,\"outcome\":\"rejected\",\"error\":\"no\"}"));

        assertThat(importing(HEADER + "user,a,,1,,,,\nuser,a,,2,,unblock,,\nuser,b,,,,,,\n")).isEqualTo(1);

        assertThat(api.requests()).hasSize(1);
        assertThat(terminal.out()).contains("accepted: 0\n", "rejected: 1\n");
    }

    @Test
    void onlyLinesThatAreNotSafeAreSentAgain() throws IOException {
        api.next(new Reply(200, Map.of(),
                accepted(0) + "\n{\"line\":2,\"outcome\":\"unknown\",\"error\":\"timed out\"}\n"
                        + "{\"line\":3,\"outcome\":\"not_done\",\"error\":\"Kafka is away\"}\n" + accepted(3)
                        + "\n{\"li"));

        assertThat(importing(HEADER + rows(0, 5))).isZero();

        assertThat(api.requests()).extracting(request -> users(request.body())).containsExactly(
                List.of("u0", "u1", "u2", "u3", "u4"), List.of("u1", "u2", "u4"));
        assertThat(terminal.out()).contains("accepted: 5\n");
    }

    @Test
    void waitsForAnApiThatIsAwayAndSendsTheSameAgain() throws IOException {
        api.next(Reply.none()).next(Reply.problem(503, "not-ready", "Not ready", "x").with("Retry-After", "7"));

        assertThat(importing(HEADER + rows(0, 2))).isZero();

        assertThat(api.requests()).extracting(Request::body).hasSize(3).containsOnly(api.requests().getFirst().body());
        assertThat(terminal.err()).contains("import: waiting, at most 60 s more: no answer from the API at ",
                "import: waiting, at most 59 s more: Not ready: x");
    }

    @Test
    void givesUpAfterTheTimeItWasTold() throws IOException {
        api.always(_ -> Reply.problem(503, "not-done", "Not done", "Kafka is away"));
        Instant start = terminal.time().instant();

        assertThat(importing(HEADER + rows(0, 2), "--retry-for", "9")).isEqualTo(5);

        assertThat(Duration.between(start, terminal.time().instant())).isBetween(Duration.ofSeconds(4),
                Duration.ofSeconds(9));
        assertThat(terminal.err())
                .endsWith("bouncer: Not done: Kafka is away (given up; import the file again to go on, "
                        + "nothing is done twice)\n");
    }

    @Test
    void whatDoesNotPassIsNotTriedAgain() throws IOException {
        api.always(_ -> Reply.problem(403, "missing-scope", "The API key lacks a scope", "moderate"));

        assertThat(importing(HEADER + rows(0, 2))).isEqualTo(4);

        assertThat(api.requests()).hasSize(1);
        assertThat(terminal.err()).isEqualTo("bouncer: The API key lacks a scope: moderate\n");
    }

    @Test
    void importedAgainEveryRowIsTheSameCommand() throws IOException {
        importing(HEADER + rows(0, 10));
        importing(HEADER + rows(0, 10), "--shift-to-now");

        assertThat(ids(api.requests().get(0).body())).isEqualTo(ids(api.requests().get(1).body()));
    }

    @Test
    void shiftedSoThatTheLatestRowIsNow() throws IOException {
        assertThat(importing(HEADER + "user,a,2021-01-01T02:00:00Z,,,,2021-01-01T00:00:00Z,\n"
                + "user,b,,,,,2021-01-01T01:00:00Z,\nuser,c,9999-12-31T00:00:00Z,,,,2021-01-01T00:30:00Z,\n",
                "--shift-to-now")).isZero();

        assertThat(api.requests().getFirst().body()).contains(
                "\"id\":\"a\"},\"expires_at\":\"2026-01-01T01:00:00.000Z\",\"issued_at\":\"2025-12-31T23:00:00.000Z\"",
                "\"id\":\"b\"},\"issued_at\":\"2026-01-01T00:00:00.000Z\"",
                "\"id\":\"c\"},\"expires_at\":\"9999-12-31T23:59:59.999Z\"");
    }

    @Test
    void anInterruptedImportMovesTimesAsItDidWhenItIsRunAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("list.csv"), HEADER + rows(0, 1));
        String[] command = {"import", file.toString(), "--format", "csv", "--shift-to-now"};
        api.next(Reply.problem(403, "missing-scope", "The API key lacks a scope", "moderate"));
        assertThat(terminal.run(environment(), command)).isEqualTo(4);
        terminal.time().await(Duration.ofMinutes(7));

        assertThat(terminal.run(environment(), command)).isZero();

        assertThat(terminal.err()).contains("going on with the import of this file that began at");
        assertThat(issuedAt()).hasSize(2).containsOnly(issuedAt().getFirst());

        terminal.time().await(Duration.ofMinutes(7));
        assertThat(terminal.run(environment(), command)).isZero();
        assertThat(issuedAt().getLast()).as("a new import, after one that was complete")
                .isNotEqualTo(issuedAt().getFirst());
    }

    private List<String> issuedAt() {
        return api.requests().stream()
                .map(request -> request.body().replaceAll("(?s).*\"issued_at\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void shiftingNeedsTimes() throws IOException {
        assertThat(importing(HEADER + rows(0, 1), "--shift-to-now", "--dry-run")).isZero();
        assertThat(importing("kind,id\nuser,a\n", "--shift-to-now")).isEqualTo(2);

        assertThat(terminal.err())
                .endsWith(": --shift-to-now needs rows that say when they were given, found none\n");
    }

    @Test
    void dryRunSendsNothing() throws IOException {
        assertThat(importing(HEADER + rows(0, 3), "--dry-run")).isZero();

        assertThat(api.requests()).isEmpty();
        assertThat(terminal.out()).startsWith("readable: 3\n");
    }

    @Test
    void whatCameOfTheRowsIsToldAsJsonToo() throws IOException {
        assertThat(importing(HEADER + rows(0, 3), "--dry-run", "--json")).isZero();

        assertThat(terminal.out()).isEqualTo("{\"accepted\":3,\"repeated_header\":0,\"suppressed_name\":0,"
                + "\"unreadable\":0,\"rejected\":0,\"cut\":0,\"stopped\":false}\n");
    }

    @Test
    void standardInputIsAFileThatCannotBeReadTwice() {
        byte[] in = (HEADER + rows(0, 2)).getBytes(StandardCharsets.UTF_8);

        assertThat(terminal.run(in, environment(), "import", "-", "--format", "csv")).isZero();
        assertThat(sentUsers()).containsExactly("u0", "u1");

        assertThat(terminal.run(in, environment(), "import", "-", "--format", "csv", "--shift-to-now")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("bouncer: --shift-to-now reads the file twice, which standard input does "
                + "not allow: give the file's name\n");
    }

    @Test
    void wrongFiles() throws IOException {
        assertThat(terminal.run(environment(), "import", "/nowhere/x.csv", "--format", "csv")).isEqualTo(2);
        assertThat(terminal.run(environment(), "import", "/nowhere/x.csv", "--format", "xls")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                bouncer: /nowhere/x.csv: no such file
                bouncer: format: expected mediawiki-block-log, csv or ndjson, got 'xls'
                """);
        terminal.clear();

        assertThat(importing("name,until\nx,y\n")).isEqualTo(1);
        assertThat(terminal.err())
                .endsWith(": cannot be read any further: expected a header with the columns id, kind, found none "
                        + "named id, kind\n");
    }

    @Test
    void aPackedFileThatEndsEarlyIsSentAsFarAsItGoes() throws IOException {
        byte[] packed = gzip(HEADER + rows(0, 200));
        Path file = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(packed, packed.length - 20));

        assertThat(terminal.run(environment(), "import", file.toString(), "--format", "csv")).isEqualTo(1);

        assertThat(terminal.err()).endsWith("cut.csv.gz: cannot be read any further: Unexpected end of ZLIB input "
                + "stream\n");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private int importing(String text, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("list.csv"), text);
        List<String> args = new ArrayList<>(List.of("import", file.toString(), "--format", "csv"));
        args.addAll(List.of(options));
        return terminal.run(environment(), args.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("BOUNCER_URL", api.uri().toString(), "BOUNCER_KEY", "k", "BOUNCER_APP", "chat",
                "XDG_STATE_HOME", folder.resolve("state").toString());
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "user,u" + i + ",,,,,2021-01-01T00:00:00Z,\n")
                .collect(Collectors.joining());
    }

    private static Reply accepted(Request request) {
        return answer(request, ImportTest::accepted);
    }

    private static String accepted(int index) {
        return "{\"line\":" + (index + 1) + ",\"outcome\":\"accepted\",\"command\":\"x\"}";
    }

    private static Reply answer(Request request, IntFunction<String> line) {
        int lines = (int) request.body().lines().count();
        return Reply.ok(IntStream.range(0, lines).mapToObj(line).collect(Collectors.joining("\n", "", "\n")));
    }

    private List<String> sentUsers() {
        return api.requests().stream().flatMap(request -> users(request.body()).stream()).toList();
    }

    private static List<String> users(String body) {
        return body.lines().map(line -> line.replaceFirst(".*\"kind\":\"user\",\"id\":\"([^\"]*)\".*", "$1")).toList();
    }

    private static List<String> ids(String body) {
        return body.lines().map(line -> line.replaceFirst("\\{\"id\":\"([^\"]*)\".*", "$1")).toList();
    }
}
