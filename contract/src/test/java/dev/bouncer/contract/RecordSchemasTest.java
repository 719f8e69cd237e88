package dev.bouncer.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.ALICE;
import static dev.bouncer.contract.Samples.BLOCK;
import static dev.bouncer.contract.Samples.EXPIRES;
import static dev.bouncer.contract.Samples.ID;
import static dev.bouncer.contract.Samples.INVALIDATE;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.OTHER_ID;
import static dev.bouncer.contract.Samples.TERMINATE;
import static dev.bouncer.contract.Samples.UNBLOCK;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The published schemas say of records what the code does. */
final class RecordSchemasTest {
    private static final Command.Terminate OF_SOME = new Command.Terminate(ID, ALICE,
            new Termination(Set.of(ID), Set.of(OTHER_ID), new Termination.Close(4500, "elsewhere")), null, "backend-1",
            ISSUED);
    private static final Command.Block OF_THE_APP = new Command.Block(ID,
            SubjectKey.of("chat", SubjectKind.APP, "chat"),
            EXPIRES, null, "Back at noon.", "backend-1", ISSUED,
            new Reach(Set.of(ALICE.subject(), new Subject(SubjectKind.IP, "192.0.2.0/24")), ISSUED, 200));
    private static final List<Command> COMMANDS = List.of(BLOCK, UNBLOCK, TERMINATE, INVALIDATE, OF_SOME, OF_THE_APP,
            new Command.Block(ID, ALICE, null, null, null, "a", ISSUED),
            Command.Invalidate.lift(ID, ALICE, null, "a", ISSUED));

    static List<Command> commands() {
        return COMMANDS;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsAsItsSchemaSays(Command command) {
        assertThat(RecordSchemas.errors("command", CommandJson.encode(command))).isEmpty();
        byte[] audited = AuditRecord.chain(AuditRecord.GENESIS,
                new AuditEvent.Accepted(command, new Position(3, 812), BlockEntry.of(BLOCK), ISSUED)).encode();
        assertThat(RecordSchemas.errors("audit", audited)).isEmpty();
    }

    @Test
    void whatIsInForceIsAsItsSchemaSays() {
        for (BlockEntry entry : List.of(BlockEntry.of(BLOCK), BlockEntry.of(OF_THE_APP), BlockEntry.of(INVALIDATE))) {
            assertThat(RecordSchemas.errors("entry", BlockJson.encode(entry))).isEmpty();
            assertThat(RecordSchemas.errors("audit",
                    AuditRecord.chain(AuditRecord.GENESIS, new AuditEvent.Expired(entry, ISSUED)).encode())).isEmpty();
        }
    }

    @Test
    void whatAnEdgeSaysIsAsItsSchemaSays() {
        EnforcementReport report = new EnforcementReport(ID, "edge-1", 4, Duration.ofMillis(7), ISSUED);
        assertThat(RecordSchemas.errors("enforcement", report.encode())).isEmpty();
        for (EdgeAnnouncement announcement : List.of(
                new EdgeAnnouncement("edge-1", "1.0.0", "10.0.0.3:9081", ISSUED, true, List.of(812L, 96L),
                        Duration.ofSeconds(20), Map.of("chat", 4711, "game_2", 0), List.of(report), ISSUED),
                new EdgeAnnouncement("edge-1", "1.0.0", null, ISSUED, false, List.of(), null, List.of(), ISSUED))) {
            assertThat(RecordSchemas.errors("edge", announcement.encode())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ch at\":1}", "{\"chat\":-1}", "{\"chat\":1.5}", "[]"})
    void theSessionsOfAnEdgeAreNumbersOfApps(String sessions) {
        JsonNode example = json(RecordSchemas.schema("edge")).path("examples").path(0);
        String damaged = example.toString().replaceFirst("\"sessions\":\\{[^}]*}", "\"sessions\":" + sessions);
        assertThat(damaged).isNotEqualTo(example.toString());
        assertThat(RecordSchemas.errors("edge", damaged)).isNotEmpty();
    }

    /** What a schema can tell: not that bytes are too many, an address not canonical or a field there twice. */
    @ParameterizedTest
    @ValueSource(strings = {"\"v\":1 \"v\":2", "\"type\":\"block\" \"type\":\"ban\"",
            "\"app\":\"chat\" \"app\":\"ch at\"",
            "\"kind\":\"user\" \"kind\":\"robot\"", "\"id\":\"alice\" \"id\":\"\"",
            "\"id\":\"alice\" \"id\":\"a\\u0007\"",
            "0198c1f0-7a00 198c1f0-7a00", "2026-12-01T12:00:00.000Z 2026-12-01", "\"backend-1\" 7",
            "\"actor\":\"backend-1\" \"actor\":\"\"", "\"spam \"\\n\",\"reason\":[],\"x\":\"", "\"v\":1, \"w\":1,",
            "\"type\":\"block\" \"type\":\"invalidate\"", "\"type\":\"block\" \"type\":\"terminate\",\"only\":[]",
            "\"type\":\"block\" \"type\":\"terminate\",\"close\":{\"code\":1000,\"reason\":\"\"}",
            "\"user\",\"id\":\"alice\"} \"app\",\"id\":\"chat\"},\"rate\":0",
            "\"user\",\"id\":\"alice\"} \"app\",\"id\":\"chat\"},\"except\":[{\"kind\":\"app\",\"id\":\"chat\"}]"})
    void whatTheDecoderRefusesTheSchemaRefusesToo(String change) {
        String[] words = change.split(" ", 2);
        String damaged = Samples.BLOCK_JSON.replace(words[0], words[1]);
        assertThat(damaged).isNotEqualTo(Samples.BLOCK_JSON);
        assertThatIllegalArgumentException().isThrownBy(() -> CommandJson.decode(utf8(damaged), Instant.EPOCH));
        assertThat(RecordSchemas.errors("command", damaged)).isNotEmpty();
    }

    /** Whoever writes a newer field, or one that is nothing to a command, is understood. */
    @ParameterizedTest
    @ValueSource(strings = {"\"rate\":0", "\"except\":[7]", "\"only\":[]", "\"later\":{\"a\":1}"})
    void whatTheDecoderIgnoresTheSchemaIgnoresToo(String field) {
        String command = Samples.BLOCK_JSON.replaceFirst("}$", "," + field + "}");
        assertThat(CommandJson.decode(utf8(command), Instant.EPOCH)).isEqualTo(BLOCK);
        assertThat(RecordSchemas.errors("command", command)).isEmpty();
    }

    @Test
    void theBoundsAreThoseOfTheCode() {
        assertThat(json(RecordSchemas.schema("edge")).at("/properties/sessions/maxProperties").asInt())
                .isEqualTo(EdgeAnnouncement.MOST_APPS);
        JsonNode common = json(RecordSchemas.read("schemas/common.schema.json")).path("$defs");
        assertThat(common.path("id").path("maxLength").asInt()).isEqualTo(Subject.MAX_ID);
        assertThat(common.path("reason").path("maxLength").asInt()).isEqualTo(Text.MAX_REASON);
        assertThat(common.path("message").path("maxLength").asInt()).isEqualTo(Text.MAX_MESSAGE);
        assertThat(common.path("actor").path("maxLength").asInt()).isEqualTo(Text.MAX_ACTOR);
        assertThat(common.path("sessions").path("maxItems").asInt()).isEqualTo(Termination.MAX_SESSIONS);
        assertThat(common.path("excepted").path("maxItems").asInt()).isEqualTo(Reach.MAX_EXCEPTIONS);
        assertThat(common.path("rate").path("maximum").asInt()).isEqualTo(Reach.MAX_RATE);
        assertThat(common.path("kind").path("enum")).extracting(JsonNode::asText)
                .containsExactlyElementsOf(List.of(SubjectKind.values()).stream().map(SubjectKind::wireName).toList());
    }

    @Test
    void examplesAreCommands() {
        JsonNode examples = json(RecordSchemas.schema("command")).path("examples");
        assertThat(examples).hasSizeGreaterThan(4);
        for (JsonNode example : examples) {
            assertThat(CommandJson.decode(utf8(example.toString()), Instant.EPOCH).id())
                    .isEqualTo(UUID.fromString(example.path("id").asText()));
        }
        for (String name : RecordSchemas.NAMES) {
            json(RecordSchemas.schema(name)).path("examples")
                    .forEach(example -> assertThat(RecordSchemas.errors(name, example.toString())).isEmpty());
        }
    }

    /** AsyncAPI's own schema is asked in the end-to-end tests, where there is Node. */
    @Test
    void theTopicsAreThoseOfTheCodeAndTheirSchemasAreThere() {
        JsonNode document = json(RecordSchemas.read("asyncapi.json"));
        assertThat(document.path("channels")).extracting(channel -> channel.path("address").asText())
                .containsExactlyInAnyOrderElementsOf(
                        new Topics("").specs(6, (short) 1).stream().map(TopicSpec::name).toList());
        document.path("components").path("messages").forEach(message -> {
            String schema = message.path("payload").path("$ref").asText();
            if (!schema.isEmpty()) assertThat(RecordSchemas.read(schema)).contains("\"title\"");
        });
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
