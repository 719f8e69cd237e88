package dev.bouncer.api.http;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpException;

/** The body of a request that is not streamed. */
public final class RequestBody {
    private final int max;

    /** @param max how many bytes it may have */
    public RequestBody(int max) {
        this.max = max;
    }

    /**
     * Reads it; of one that is too large no more than it takes to know.
     *
     * @throws Problem BODY_TOO_LARGE, or REQUEST_TIMEOUT
     */
    public byte[] read(Context context) {
        if (context.req().getContentLengthLong() > max) throw tooLarge();
        try {
            byte[] body = context.req().getInputStream().readNBytes((int) Math.min(Integer.MAX_VALUE, max + 1L));
            if (body.length > max) throw tooLarge();
            return body;
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException)
                throw Problem.of(ProblemType.REQUEST_TIMEOUT, "the body stopped arriving");
            throw Problem.malformed("the body ended too early");
        } catch (HttpException.RuntimeException e) {
            throw Problem.malformed("the body is not framed as HTTP has it");
        }
    }

    private Problem tooLarge() {
        return Problem.of(ProblemType.BODY_TOO_LARGE, "expected at most " + max + " bytes");
    }
}
