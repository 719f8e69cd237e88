package dev.bouncer.api.doors;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.EdgeState;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.confirm.EdgesLog;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.contract.EdgeAnnouncement;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' door to the edges: {@code GET /v1/edges} lists them, {@code DELETE /v1/edges/{id}} forgets one. */
public final class EdgesDoor implements Door {
    private static final Logger log = LoggerFactory.getLogger(EdgesDoor.class);

    private final AccessKeys access;
    private final Edges edges;
    private final EdgesLog edgesLog;
    private final Confirmations confirmations;

    /** @param edgesLog where it is said that one is forgotten */
    public EdgesDoor(AccessKeys access, Edges edges, EdgesLog edgesLog, Confirmations confirmations) {
        this.access = access;
        this.edges = edges;
        this.edgesLog = edgesLog;
        this.confirmations = confirmations;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/edges", this::list).head("/v1/edges", this::list).delete("/v1/edges/{id}", this::forget);
    }

    private void list(Context context) {
        access.authorizeOperator(context);
        QueryParameters.of(context, Set.of());
        requireComplete();
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("edges");
        edges.all().forEach(edge -> put(list.addObject(), edge));
        Json.answer(context, json);
    }

    private void requireComplete() {
        if (!edges.isComplete())
            throw Problem.of(ProblemType.NOT_READY, "this node does not know yet which edges there are");
    }

    private static void put(ObjectNode json, EdgeState edge) {
        EdgeAnnouncement said = edge.said();
        json.put("edge", said.edge()).put("version", said.version());
        Json.putText(json, "address", said.address());
        Json.putTime(json, "started_at", said.startedAt());
        json.put("ready", said.ready()).put("silent", edge.isSilent()).put("silent_ms", edge.silentFor().toMillis())
                .put("counted", edge.counted()).put("contested", edge.contested());
        if (said.fenceAfter() != null) json.put("fence_after_ms", said.fenceAfter().toMillis());
        ArrayNode applied = json.putArray("applied");
        said.applied().forEach(applied::add);
    }

    private void forget(Context context) {
        String operator = access.authorizeOperator(context).name();
        String id = RequestPath.of(context).segment(2);
        requireComplete();
        EdgeState edge = edges.all().stream().filter(known -> known.id().equals(id)).findAny().orElseThrow(
                () -> Problem.of(ProblemType.NO_SUCH_EDGE, "no edge of that id has announced itself"));
        // It would be back with its next word, and until then be taken for one that has confirmed.
        if (!edge.isSilent())
            throw Problem.of(ProblemType.EDGE_NOT_SILENT,
                    "it spoke " + edge.silentFor().toMillis() + " ms ago: only one that is silent can be forgotten");
        try {
            edgesLog.forget(id);
        } catch (KafkaException e) {
            log.atWarn().setCause(e).addKeyValue("edge", id).log("could not forget an edge");
            throw Problem.of(ProblemType.OUTCOME_UNKNOWN, "Kafka did not acknowledge it in time; to try again is safe");
        }
        log.atInfo().addKeyValue("edge", id).addKeyValue("operator", operator).log("an edge was forgotten");
        edges.gone(id, null);
        confirmations.check();
        Json.answer(context, Json.object().put("edge", id));
    }
}
