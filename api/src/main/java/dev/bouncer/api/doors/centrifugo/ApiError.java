package dev.bouncer.api.doors.centrifugo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;

/** The errors of Centrifugo's server API that are answered here. What was wrong is in our log: its form has no place for it. */
enum ApiError {
    /** The command is not, or not known to be, on the log; to try again is safe. */
    INTERNAL(100, "internal server error", 500),
    /** The API key may not do this. */
    PERMISSION_DENIED(103, "permission denied", 403),
    /** A batch asks for what neither Centrifugo nor Bouncer has. */
    NOT_FOUND(104, "not found", 404),
    /** The parameters say what cannot be. */
    BAD_REQUEST(107, "bad request", 400),
    /** Centrifugo has it and Bouncer has not. */
    NOT_AVAILABLE(108, "not available", 400);

    private final int code;
    private final String message;
    private final int status;

    ApiError(int code, String message, int status) {
        this.code = code;
        this.message = message;
        this.status = status;
    }

    /** The HTTP status for those who ask for errors as statuses. */
    int status() {
        return status;
    }

    ObjectNode json() {
        return Json.object().put("code", code).put("message", message);
    }
}
