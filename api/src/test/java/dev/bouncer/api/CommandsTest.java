package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private static final String COMMANDS = "/v1/apps/chat/commands";
    private static final String BOB = "'subject':{'kind':'user','id':'bob'}";

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private List<JsonNode> post(String lines) {
        ApiClient.Answer answer = client.post(COMMANDS, lines);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.body().lines().map(ApiClient::json).toList();
    }

    @Test
    void everyLineIsACommand() {
        UUID id = UUID.randomUUID();
        List<JsonNode> results = post(json("{'v':1,'id':'" + id + "','type':'block','app':'chat'," + BOB
                + ",'expires_at':'2020-01-01T00:00:00Z','reason':'r','message':'m','actor':'Drmies','issued_at':'2019-01-01T00:00:00Z'}\n"
                + "{'type':'block'," + BOB + ",'for':'2h'}\n" + "{'type':'unblock'," + BOB + ",'reason':'r'}\r\n"
                + "{'type':'terminate'," + BOB + "}"));
        List<Command> log = api.publisher.log();
        SubjectKey bob = SubjectKey.of("chat", SubjectKind.USER, "bob");
        assertThat(log).containsExactly(
                new Command.Block(id, bob, Instant.parse("2020-01-01T00:00:00Z"), "r", "m", "Drmies",
                        Instant.parse("2019-01-01T00:00:00Z")),
                new Command.Block(log.get(1).id(), bob, RunningApi.NOW.plusSeconds(7200), null, null, "backend",
                        RunningApi.NOW),
                new Command.Unblock(log.get(2).id(), bob, "r", "backend", RunningApi.NOW),
                new Command.Terminate(log.get(3).id(), bob, null, "backend", RunningApi.NOW));
        for (int i = 0; i < 4; i++) {
            assertThat(results.get(i)).isEqualTo(ApiClient
                    .json(json("{'line':%d,'outcome':'accepted','command':'%s'}".formatted(i + 1, log.get(i).id()))));
        }
    }

    @Test
    void aTerminateMayBeOfSomeSessions() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        post(json("{'type':'terminate'," + BOB + ",'only':['" + one + "'],'except':['" + two
                + "'],'close':{'code':4500,'reason':'bye'}}"));
        assertThat(((Command.Terminate) api.publisher.log().getFirst()).termination())
                .isEqualTo(new Termination(Set.of(one), Set.of(two), new Termination.Close(4500, "bye")));
    }

    @Test
    void anInvalidationIsOfWhatWasIssuedBeforeItWasGivenUnlessItSays() {
        post(json("{'type':'invalidate'," + BOB + ",'for':'2h','issued_at':'2019-01-01T00:00:00Z','message':'m'}\n"
                + "{'type':'invalidate'," + BOB
                + ",'issued_before':'2018-01-01T00:00:00Z','expires_at':'2018-02-01T00:00:00Z'}"));
        Command.Invalidate first = (Command.Invalidate) api.publisher.log().get(0);
        Command.Invalidate second = (Command.Invalidate) api.publisher.log().get(1);
        assertThat(first.issuedBefore()).isEqualTo("2019-01-01T00:00:00Z");
        assertThat(first.expiresAt()).isEqualTo("2019-01-01T02:00:00Z");
        assertThat(first.message()).isEqualTo("m");
        assertThat(second.issuedBefore()).isEqualTo("2018-01-01T00:00:00Z");
        assertThat(second.expiresAt()).isEqualTo("2018-02-01T00:00:00Z");
    }

    @Test
    void howLongCountsFromWhenItWasGiven() {
        post(json("{'type':'block'," + BOB + ",'for':'2h','issued_at':'2019-01-01T00:00:00Z'}"));
        assertThat(((Command.Block) api.publisher.log().getFirst()).expiresAt()).isEqualTo("2019-01-01T02:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'type':'ban',SUBJECT}|type: expected block, unblock, terminate or invalidate, got 'ban'",
            "{'type':'invalidate',SUBJECT,'only':[]}|unknown field 'only': expected only actor, app, expires_at, for, id, issued_at, issued_before, message, reason, subject, type, v",
            "{'type':'invalidate','subject':{'kind':'ip','id':'::1'}}|subject kind: expected user or device to invalidate the tokens of, got ip",
            "{'type':'invalidate',SUBJECT,'issued_before':7}|issued_before: expected a text, got '7'",
            "{SUBJECT}|type: expected a text, got none",
            "{'type':'block'}|subject: expected an object, got none",
            "{'type':'block','subject':{'kind':'user','id':''}}|subject id: expected 1 to 256 characters, got none",
            "{'type':'block','subject':{'kind':'user','id':'b','x':1}}|unknown field 'subject.x': expected only id, kind",
            "{'type':'block','subject':{'kind':'pet','id':'b'}}|subject kind: expected one of user, token, ip, device, app, got 'pet'",
            "{'type':'block',SUBJECT,'until':1}|unknown field 'until': expected only actor, app, except, expires_at, first_seen_after, for, id, issued_at, message, rate, reason, subject, type, v",
            "{'type':'unblock',SUBJECT,'for':'2h'}|unknown field 'for': expected only actor, app, id, issued_at, reason, subject, type, v",
            "{'type':'unblock',SUBJECT,'only':[]}|unknown field 'only': expected only actor, app, id, issued_at, reason, subject, type, v",
            "{'type':'terminate',SUBJECT,'message':'m'}|unknown field 'message': expected only actor, app, close, except, id, issued_at, only, reason, subject, type, v",
            "{'type':'terminate',SUBJECT,'only':[]}|only: expected one session or more, got none",
            "{'type':'terminate',SUBJECT,'close':{'code':4500,'reason':'','x':1}}|unknown field 'close.x': expected only code, reason",
            "{'type':'terminate',SUBJECT,'close':{'code':1000,'reason':''}}|close.code: expected 3000 to 4999, got 1000",
            "{'type':'block',SUBJECT,'app':'other'}|app: expected the app of the path, 'chat', got 'other'",
            "{'type':'block',SUBJECT,'v':2}|v: expected 1, got 2",
            "{'type':'block',SUBJECT,'id':'1-1-1-1-1'}|id: expected a UUID, got '1-1-1-1-1'",
            "{'type':'block',SUBJECT,'for':'2 bananas'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got '2 bananas'",
            "{'type':'block',SUBJECT,'issued_at':'now'}|issued_at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'now'",
            "7|expected a JSON object, got '7'", "``|expected a JSON object, got an empty line"})
    void aWrongLineIsRejectedAndTheOthersAreNot(String line, String error) {
        String good = json("{'type':'block'," + BOB + "}\n");
        List<JsonNode> results = post(good + json(line.replace("SUBJECT", BOB)) + "\n" + good);
        assertThat(results).extracting(result -> result.path("outcome").asText()).containsExactly("accepted",
                "rejected", "accepted");
        assertThat(results.get(1).path("error").asText()).isEqualTo(error);
        assertThat(results.get(1).path("line").asInt()).isEqualTo(2);
        assertThat(api.publisher.log()).hasSize(2);
        assertThat(api.count("bouncer.commands", "outcome", "rejected", "door", "ndjson")).isEqualTo(1);
    }

    @Test
    void whatIsNotUtf8IsRejected() throws Exception {
        byte[] line = json("{'type':'block','subject':{'kind':'user','id':'bxb'}}\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < line.length; i++) {
            if (line[i] == 'x') line[i] = (byte) 0xe9;
        }
        byte[] utf16 = json("{'type':'block'," + BOB + "}").getBytes(StandardCharsets.UTF_16BE);
        byte[] both = new byte[line.length + utf16.length];
        System.arraycopy(line, 0, both, 0, line.length);
        System.arraycopy(utf16, 0, both, line.length, utf16.length);
        String body = client.http().send(
                client.request("POST", COMMANDS, HttpRequest.BodyPublishers.ofByteArray(both)),
                HttpResponse.BodyHandlers.ofString()).body();
        assertThat(body.lines().map(ApiClient::json)).hasSize(2)
                .allSatisfy(result -> assertThat(result.path("outcome").asText()).isEqualTo("rejected"));
        assertThat(ApiClient.json(body.lines().findFirst().orElseThrow()).path("error").asText())
                .isEqualTo("JSON: expected UTF-8, got other bytes");
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void aLineTooLongIsRejectedAndSkippedToItsEnd() {
        String good = json("{'type':'block'," + BOB + "}");
        String full = good + " ".repeat(RunningApi.MAX_BODY - good.length());
        List<JsonNode> results = post(full + "\r\n" + full + " \n" + "x".repeat(1_000_000) + "\n" + good);
        assertThat(results).extracting(result -> result.path("outcome").asText()).containsExactly("accepted",
                "rejected", "rejected", "accepted");
        assertThat(results.get(1).path("error").asText()).isEqualTo("expected a line of at most 4096 bytes");
    }

    @Test
    void nothingInNothingOut() {
        assertThat(post("")).isEmpty();
        assertThat(post("\n")).hasSize(1);
        assertThat(post("\n\n")).hasSize(2);
    }

    @Test
    void whatWasNotDoneIsToldApartFromWhatIsNotKnown() {
        api.publisher.fail(new Outcome.NotDone("Kafka does not answer"), false);
        assertThat(post(json("{'type':'block'," + BOB + "}")).getFirst()).isEqualTo(
                ApiClient.json(json("{'line':1,'outcome':'not_done','error':'Kafka does not answer'}")));
        api.publisher.fail(new Outcome.Unknown("late"), false);
        UUID id = UUID.randomUUID();
        assertThat(post(json("{'id':'" + id + "','type':'block'," + BOB + "}")).getFirst()).isEqualTo(
                ApiClient.json(json("{'line':1,'outcome':'unknown','command':'" + id + "','error':'late'}")));
    }

    @Test
    void whatWasAcceptedIsSeenAtOnce() {
        post(json("{'type':'block'," + BOB + "}"));
        assertThat(client.get("/v1/apps/chat/blocks/user/bob").status()).isEqualTo(200);
    }

    @Test
    void commandsAreGivenInTheOrderOfTheirLines() {
        StringBuilder lines = new StringBuilder();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ids.add(UUID.randomUUID().toString());
            lines.append(json("{'id':'" + ids.getLast() + "','type':'" + (i % 2 == 0 ? "block" : "unblock") + "',"
                    + BOB + "}\n"));
        }
        List<JsonNode> results = post(lines.toString());
        assertThat(results).extracting(result -> result.path("command").asText()).isEqualTo(ids);
        assertThat(api.publisher.log()).extracting(command -> command.id().toString()).isEqualTo(ids);
    }

    @Test
    void resultsComeWhileTheRequestIsStillBeingSent() throws Exception {
        try (Socket socket = client.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + COMMANDS + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningApi.BACKEND
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = json("{'type':'block'," + BOB + "}\n");
            byte[] chunk = (Integer.toHexString(line.length()) + "\r\n" + line + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 1; i <= 5; i++) {
                // The next line is sent when the result of this one has come.
                out.write(chunk);
                String result = in.readLine();
                while (!result.startsWith("{"))
                    result = in.readLine();
                assertThat(ApiClient.json(result).path("line").asInt()).isEqualTo(i);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.lines().takeWhile(rest -> !rest.equals("0"))).noneMatch(rest -> rest.startsWith("{"));
        }
    }
}
