package dev.bouncer.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.api.description.Described.Operation;
import dev.bouncer.api.http.ProblemType;
import org.junit.jupiter.api.Test;

/** The OpenAPI document with itself, and with the code where no request is needed. */
class ApiDescriptionTest {
    @Test
    void everyProblemIsDescribedAndNoOther() {
        assertThat(Described.problems().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList());
        for (ProblemType type : ProblemType.values()) {
            JsonNode schema = Described.problem(type.uri());
            assertThat(schema.path("title").asText()).isEqualTo(type.title());
            assertThat(Described.status(schema)).isEqualTo(Integer.toString(type.status()));
        }
    }

    @Test
    void aProblemStandsWhereItsStatusDoes() {
        for (Operation operation : Described.operations()) {
            operation.json().path("responses").properties().forEach(response -> {
                JsonNode form = Described.resolved(response.getValue()).path("content")
                        .path("application/problem+json");
                if (form.isMissingNode()) return;
                assertThat(Described.problemTypes(form.path("schema")))
                        .as(operation.id() + ' ' + response.getKey()).isNotEmpty()
                        .allSatisfy(type -> assertThat(Described.status(Described.problem(type)))
                                .isEqualTo(response.getKey()));
            });
        }
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndSayWhatTheyAreFor() {
        List<Operation> operations = Described.operations();
        assertThat(operations.stream().map(Operation::id)).doesNotHaveDuplicates().doesNotContainNull();
        assertThat(operations)
                .allSatisfy(operation -> assertThat(operation.json().path("summary").asText()).isNotEmpty());
    }

    @Test
    void whatIsReferredToIsThereAndWhatIsThereIsReferredTo() {
        Set<JsonNode> referred = new HashSet<>();
        Described.walk(Described.DOCUMENT, "", (_, node) -> {
            if (node.path("$ref").isTextual()) referred.add(Described.resolved(node));
        });
        for (String section : List.of("parameters", "headers", "schemas")) {
            Described.DOCUMENT.path("components").path(section).properties()
                    .forEach(one -> assertThat(referred).as(section + ' ' + one.getKey()).contains(one.getValue()));
        }
    }

    @Test
    void examplesAreAsTheirSchemasSay() {
        List<String> checked = new ArrayList<>();
        Described.walk(Described.DOCUMENT.path("paths"), "", (at, form) -> {
            if (!form.has("schema")) return;
            List<JsonNode> examples = new ArrayList<>();
            if (form.has("example")) examples.add(form.path("example"));
            form.path("examples").forEach(example -> examples.add(example.path("value")));
            for (JsonNode example : examples) {
                checked.add(at);
                assertThat(Described.errors(form.path("schema"), example.toString())).as(at).isEmpty();
                if (form.has("x-line"))
                    example.asText().lines().forEach(
                            line -> assertThat(Described.errors(form.path("x-line"), line)).as(at + ": " + line)
                                    .isEmpty());
            }
        });
        assertThat(checked).hasSizeGreaterThan(20);
        Described.walk(Described.DOCUMENT, "", (at, schema) -> {
            if (!schema.path("examples").isArray()) return;
            schema.path("examples").forEach(
                    example -> assertThat(Described.errors(schema, example.toString())).as(at).isEmpty());
        });
    }

    @Test
    void aSchemaRefusesWhatIsWrong() {
        JsonNode request = Described.DOCUMENT.at("/components/schemas/BlockRequest");
        assertThat(Described.errors(request, "{\"for\":\"2h\"}")).isEmpty();
        for (String wrong : List.of("{\"for\":\"2x\"}", "{\"fro\":\"2h\"}", "{\"rate\":0}", "[]",
                "{\"for\":\"2h\",\"expires_at\":\"2026-12-01T12:00:00Z\"}")) {
            assertThat(Described.errors(request, wrong)).as(wrong).isNotEmpty();
        }
    }
}
