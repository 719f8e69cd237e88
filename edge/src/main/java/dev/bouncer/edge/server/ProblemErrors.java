package dev.bouncer.edge.server;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Errors that the server itself finds, such as a malformed request, as problem details too. */
final class ProblemErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, @Nullable String message,
            @Nullable Throwable cause, Callback callback) {
        String title = HttpStatus.getMessage(code);
        // What other exceptions say may quote the request, and tokens with it.
        String detail = cause instanceof HttpException http && http.getReason() != null ? http.getReason() : title;
        new Problem(code, title, detail).write(response, callback);
    }
}
