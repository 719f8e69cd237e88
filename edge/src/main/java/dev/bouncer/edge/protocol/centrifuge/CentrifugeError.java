package dev.bouncer.edge.protocol.centrifuge;

/** What a command may be answered with instead of a result. */
enum CentrifugeError {
    PERMISSION_DENIED(103, "permission denied"), NOT_AVAILABLE(108, "not available"), TOKEN_EXPIRED(109,
            "token expired");

    final int code;
    final String message;

    CentrifugeError(int code, String message) {
        this.code = code;
        this.message = message;
    }
}
