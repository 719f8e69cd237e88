package dev.bouncer.api.console.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bouncer.api.doors.StreamsInstances;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/** What happened to subjects, as moderation-streams tells it. Thread-safe. */
final class Histories {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final StreamsInstances instances;
    private final @Nullable Secret secret;

    /** @param secret what moderation-streams is shown; null: none is configured */
    Histories(StreamsInstances instances, @Nullable Secret secret) {
        this.instances = instances;
        this.secret = secret;
    }

    /** @throws Problem HISTORY_NOT_CONFIGURED, HISTORY_NOT_READY */
    Timeline of(SubjectKey subject) {
        if (secret == null) {
            throw Problem.of(ProblemType.HISTORY_NOT_CONFIGURED,
                    "histories are not told here, since bouncer.internal.secret is not set");
        }
        byte[] told = instances.history(new HistoryRequest(subject, HistoryRequest.MAX_LIMIT), secret);
        try {
            JsonNode json = MAPPER.readTree(told);
            List<Timeline.Moment> moments = new ArrayList<>();
            for (JsonNode event : json.path("events")) {
                moments.add(Timeline.Moment.of(AuditRecord.decode(MAPPER.writeValueAsBytes(event)).event()));
            }
            return new Timeline(moments, json.path("stale").asBoolean());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
